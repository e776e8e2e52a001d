"""Looking at a page: what axe finds, what sticks out, what the browser complains about."""

import json
from contextlib import contextmanager
from pathlib import Path

AXE = (Path(__file__).parents[1] / "vendor/axe-core/axe.min.js").read_text("utf-8")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# What the scheme changes is colours; everything else was looked at in the light.
EVERYTHING = {"resultTypes": ["violations"], "preload": False}
COLOURS = EVERYTHING | {"runOnly": ["color-contrast", "link-in-text-block"]}
_RUN = """async options => (await new Promise(requestAnimationFrame),
  document.getAnimations().forEach(each => each.finish()), await axe.run(document, options)).violations.flatMap(
  found => found.nodes.map(node => `${found.id}: ${node.target} ${node.failureSummary}`))"""
_STICKS_OUT = """() => {
  const wide = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= wide) return []
  return [...document.querySelectorAll('body *')]
    .filter(each => each.getBoundingClientRect().right > wide + 1)
    .slice(0, 3).map(each => `sticks out: ${each.outerHTML.slice(0, 120)}`)
}"""
_FRAME = """() => ({
  lang: document.documentElement.lang, title: document.title.trim(),
  h1: document.querySelectorAll('h1').length,
  main: document.querySelectorAll('main').length,
})"""


@contextmanager
def window(browser, url, **options):
    """A browser window of its own that notes what its pages complain about."""
    context = browser.new_context(
        base_url=url,
        viewport=WIDE,
        reduced_motion="reduce",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        **options,
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.complaints = []
    context.on("weberror", lambda error: page.complaints.append(str(error.error)))
    context.on("console", lambda line: _note(page, line))
    try:
        yield page
    finally:
        context.close()


def _note(page, line):
    # A page that says no has a status that says no; the browser mentions it.
    own = line.location.get("url") == page.url and "Failed to load resource" in line.text
    if line.type == "error" and not own:
        page.complaints.append(line.text)


def faults(page, shoot=None):
    """Everything that is wrong with the page that is open, wide and narrow, light and dark."""
    page.locator("h1").first.wait_for()
    page.wait_for_load_state()
    found = _frame(page)
    page.evaluate(AXE)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        if size is NARROW:
            page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        found += page.evaluate(_STICKS_OUT)
        for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            told = page.evaluate(_RUN, options)
            found += [f"{size['width']} {scheme} {one}" for one in told]
            if shoot:
                shoot(page, size["width"], scheme)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    found += page.complaints
    page.complaints.clear()
    return sorted(set(found))


def _frame(page):
    frame = page.evaluate(_FRAME)
    wanted = {"h1": 1, "main": 1}
    found = [f"{name}: {frame[name]}" for name, count in wanted.items() if frame[name] != count]
    if frame["lang"] not in {"zh-hans", "zh-Hans", "zh-CN", "en"}:
        found.append(f"lang: {json.dumps(frame['lang'])}")
    if not frame["title"].strip(" ·") or frame["title"].startswith("·"):
        found.append(f"title: {frame['title']}")
    return found
