"""The look: every component in both lights and both widths, rendered and opened in a browser."""

import mimetypes
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.storage import FileSystemStorage

from creditbank.config.security import POLICY
from creditbank.web import assets
from creditbank.web.forms import PartialDate, PartialDateField, add_refusal
from tests.web import gallery

HOME = Path(__file__).resolve().parents[2]
STATIC = HOME / "creditbank" / "static"
AXE = (HOME / "tests" / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
SITE = "http://look.test"
RUN_AXE = (
    "axe.run().then(found => found.violations.map(one => one.id + one.nodes.map(n => n.html)))"
)


@pytest.fixture(autouse=True)
def _plain_names(monkeypatch):
    monkeypatch.setattr(
        "django.contrib.staticfiles.storage.staticfiles_storage", StaticFilesStorage()
    )


def opened(browser, page, *, theme="light", width=1280, scheme="light", script=True):
    """A gallery page in the browser, under the bank's own content policy."""
    html = gallery.render(page, theme=theme)
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script
    )
    tab = context.new_page()
    tab.faults = []
    tab.on("pageerror", lambda error: tab.faults.append(str(error)))
    tab.on("console", lambda line: line.type == "error" and tab.faults.append(line.text))
    tab.route("**/*", lambda route: _answer(route, html))
    tab.goto(f"{SITE}/me/outcomes/all/")
    return tab


def _answer(route, html):
    path = route.request.url.removeprefix(SITE).split("#")[0].split("?")[0]
    if not path.startswith("/static/"):
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
        route.fulfill(body=html, headers=headers)
        return
    found = finders.find(path.removeprefix("/static/"))
    kind = mimetypes.guess_type(path)[0]
    route.fulfill(path=found, content_type=kind) if found else route.fulfill(status=404)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", gallery.PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_a_telephone(browser, page, theme):
    for width in (1280, 360):
        tab = opened(browser, page, theme=theme, width=width)
        assert tab.faults == []
        assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        tab.context.new_cdp_session(tab).send("Page.setBypassCSP", {"enabled": True})
        assert tab.evaluate(f"() => {{ {AXE}; return {RUN_AXE}; }}") == []
        tab.context.close()


@pytest.mark.parametrize(("chosen", "scheme"), [("auto", "dark"), ("dark", "light")])
def test_the_page_is_dark_when_the_system_or_the_person_says_so(browser, chosen, scheme):
    tab = opened(browser, "portal", theme=chosen, scheme=scheme)
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 22, 24)"


def test_light_chosen_stays_light_in_a_dark_system(browser):
    tab = opened(browser, "portal", theme="light", scheme="dark")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(244, 246, 245)"


def test_both_dark_sets_of_tokens_are_the_same():
    text = (STATIC / "css" / "tokens.css").read_text("utf-8")
    by_system = re.search(r':root:not\(\[data-bs-theme="light"\]\) \{(.*?)\}', text, re.DOTALL)
    chosen = re.search(r'^:root\[data-bs-theme="dark"\] \{(.*?)\}', text, re.DOTALL | re.MULTILINE)
    assert by_system[1].split() == chosen[1].split()


def test_sign_in_and_register_are_in_sight_at_360_pixels_without_a_menu(browser):
    tab = opened(browser, "portal", width=360, script=False)
    for name in ("登录", "注册"):
        box = tab.get_by_role("link", name=name, exact=True).bounding_box()
        assert box["x"] + box["width"] <= 360
        assert box["y"] + box["height"] <= 120


def test_the_learners_controls_stand_at_the_left_or_in_sight_above(browser):
    for width in (768, 360):
        tab = opened(browser, "learner", width=width, script=False)
        link = tab.get_by_role("navigation", name="我的学银").get_by_role("link")
        boxes = [link.filter(has_text=name).bounding_box() for name in ("添加学习成果", "全部成果")]
        heading = tab.get_by_role("heading", level=1).bounding_box()
        for box in boxes:
            side = box["x"] + box["width"] <= heading["x"]
            assert side if width == 768 else box["y"] < heading["y"]


def test_each_error_of_the_summary_leads_to_its_field(browser):
    tab = opened(browser, "step")
    summary = tab.get_by_role("alert")
    assert tab.evaluate("document.activeElement.className") == "error-summary"
    targets = summary.get_by_role("link").evaluate_all("all => all.map(a => a.hash.slice(1))")
    assert "id_issued_field" in targets
    assert [name for name in targets if not tab.locator(f"[id='{name}']").count()] == []
    email = tab.get_by_role("textbox", name="电子邮箱", exact=True)
    assert email.get_attribute("aria-invalid") == "true"
    assert email.get_attribute("aria-describedby") == "id_email_error"
    assert tab.get_by_label("姓名").input_value() == "张晓岚"


def test_chosen_files_are_shown_before_they_are_sent(browser):
    tab = opened(browser, "step")
    tab.locator("#id_scans").set_input_files([HOME / "pyproject.toml", STATIC / "img" / "mark.svg"])
    assert tab.locator(".thumb").count() == 2
    assert "pyproject.toml" in tab.locator(".thumb").first.inner_text()
    assert tab.faults == []


def test_a_busy_form_is_sent_once(browser):
    tab = opened(browser, "plain_step")
    sent = []
    tab.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    tab.route("**/*", lambda route: route.request.method != "POST" and route.fallback())
    press = "const b = document.querySelector('form[data-busy] .btn'); b.click(); b.click();"
    tab.evaluate(press)
    tab.wait_for_timeout(200)
    assert len(sent) == 1


def test_a_scan_can_be_turned_enlarged_and_paged_by_keys(browser):
    tab = opened(browser, "desk")
    assert tab.locator("[data-viewer-page]:visible").count() == 1
    tab.keyboard.press("r")
    tab.keyboard.press("+")
    style = tab.locator("[data-viewer-page]:visible img").get_attribute("style")
    assert "rotate(90deg)" in style
    assert "125%" in style
    tab.keyboard.press("]")
    assert tab.locator("[data-viewer-where]").inner_text() == "2 / 2"
    tab.keyboard.press("?")
    assert tab.get_by_role("dialog").get_by_text("退回补正").is_visible()
    assert tab.faults == []


def test_without_javascript_all_scans_are_there_and_no_dead_buttons(browser):
    tab = opened(browser, "desk", script=False)
    assert tab.locator("[data-viewer-page]:visible").count() == 2
    assert tab.locator("[data-viewer-bar]:visible").count() == 0


def test_joined_files_hold_every_part_and_no_import():
    source = FileSystemStorage(STATIC)
    style, script = assets.join(source, "css/site.css"), assets.join(source, "js/site.js")
    assert "@import" not in style
    assert not re.search(r"^\s*import ", script, re.MULTILINE)
    assert style.index("@layer vendor {") < style.index("@layer components {")
    parts = {path.name for path in (STATIC / "css").glob("*.css")} - {"site.css"}
    listed = (STATIC / "css" / "site.css").read_text("utf-8")
    assert [name for name in parts if f'"{name}"' not in listed] == []


def test_icons_that_templates_name_are_in_the_sprite():
    sprite = (STATIC / "img" / "icons.svg").read_text("utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = set()
    for path in (HOME / "creditbank").rglob("*.html"):
        named |= set(
            re.findall(r'(?:\{% icon |icon=|icon_name=)"([^"]+)"', path.read_text("utf-8"))
        )
    assert named - known == set()


@pytest.mark.parametrize(
    ("typed", "date", "precision"),
    [
        (("2019", "", ""), "2019-01-01", "year"),
        (("2019", "6", ""), "2019-06-01", "month"),
        (("2020", "2", "29"), "2020-02-29", "day"),
    ],
)
def test_a_date_keeps_how_precisely_it_is_known(typed, date, precision):
    cleaned = PartialDateField(label="日期").clean(list(typed))
    assert (cleaned.date.isoformat(), cleaned.precision) == (date, precision)
    assert isinstance(cleaned, PartialDate)


@pytest.mark.parametrize(
    "typed",
    [("19", "", ""), ("2019", "", "5"), ("2019", "13", ""), ("2019", "2", "29"), ("x", "", "")],
)
def test_an_impossible_date_is_refused_in_words(typed):
    with pytest.raises(gallery.forms.ValidationError) as refused:
        PartialDateField(label="日期").clean(list(typed))
    assert refused.value.messages[0].endswith("。")


def test_what_the_bank_refuses_stands_beside_the_field_it_names():
    from creditbank.bank.refusals import Refused

    form = gallery.Agree({"agree": "on"})
    add_refusal(form, Refused("too_late", "协议已有新版本，请重新阅读。", field="agree"))
    add_refusal(form, Refused("closed", "暂停办理。"))
    assert form.errors["agree"] == ["协议已有新版本，请重新阅读。"]
    assert form.non_field_errors() == ["暂停办理。"]


def test_the_addresses_that_the_frames_name_exist():
    from django.urls import Resolver404, resolve

    templates = HOME / "creditbank" / "templates"
    texts = [
        path.read_text("utf-8") for path in [*templates.glob("*.html"), *templates.glob("parts/*")]
    ]
    named = set(re.findall(r'(?:href="|action="|_link ")(/[\w/]*)"', "".join(texts)))
    dead = []
    for address in sorted(named):
        try:
            resolve(address)
        except Resolver404:
            dead.append(address)
    assert named >= {"/login", "/me/outcomes/new/", "/language"}
    assert dead == []
