"""Reading a page's form as a browser does, so that a test sends what a person would send."""

import html
import re


def page(client, path, status=200):
    """The page's text."""
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def main(text):
    """The part between header and footer."""
    return text[text.index("<main") : text.index("</main>")]


def fields(text):
    """What the forms of the main part hold, by name."""
    held = {}
    for kind, attributes, inner in _controls(main(text)):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        name = told.get("name")
        if not name or told.get("type") in {"file", "submit"} or name == "csrfmiddlewaretoken":
            continue
        if kind == "textarea":
            held[name] = html.unescape(inner)
        elif kind == "select":
            chosen = re.search(r'<option value="([^"]*)"[^>]*\bselected', inner)
            held[name] = html.unescape(chosen[1]) if chosen else ""
        elif told.get("type") == "checkbox":
            if re.search(r"\bchecked\b", attributes):
                held[name] = told.get("value", "on")
        else:
            held[name] = html.unescape(told.get("value", ""))
    return held


def _controls(text):
    for kind, pattern in (
        ("textarea", r"<textarea\b([^>]*)>\n?(.*?)</textarea>"),
        ("select", r"<select\b([^>]*)>(.*?)</select>"),
    ):
        for found in re.finditer(pattern, text, re.DOTALL):
            yield kind, found[1], found[2]
    for found in re.finditer(r"<input\b([^>]*)>", text):
        yield "input", found[1], ""
