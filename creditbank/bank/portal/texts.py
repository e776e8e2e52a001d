"""Texts of the portal: Markdown as HTML that can do no harm, and words in the reader's language."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import nh3
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

CHINESE = "zh-Hans"
PICTURES = Path(__file__).parents[2] / "static" / "img" / "guides"
_NAME = re.compile(r"[a-z0-9-]+")
_TAGS = set(
    "p h2 h3 h4 h5 h6 ul ol li strong em s a blockquote code pre hr br img "
    "table thead tbody tr th td".split()
)
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "loading"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}


class Told(NamedTuple):
    """A text and, where it is not in the language of the page, which one it is in."""

    text: str
    language: str


def told(chinese: str, english: str) -> Told:
    """The text for the reader: English where wanted and given, else Chinese."""
    wants_english = (get_language() or "").startswith("en")
    if wants_english and english:
        return Told(english, "")
    return Told(chinese, CHINESE if wants_english else "")


def rendered(markdown: str) -> str:
    """Markdown as HTML for a page that has its own title: headings begin at the second level.

    HTML in it is shown as text. Pictures are only our own, by name: `![what it shows](name)`.
    """
    return nh3.clean(
        _MARKDOWN.render(markdown), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES
    )


def divided(markdown: str) -> tuple[str, str]:
    """The title in the first line (`# …`) and the rest."""
    first, _newline, rest = markdown.lstrip().partition("\n")
    return (first[2:].strip(), rest.lstrip()) if first.startswith("# ") else ("", markdown)


def pictures() -> list[str]:
    """The names of the pictures that a text may show."""
    return sorted(path.stem for path in PICTURES.glob("*.webp"))


class _Renderer(RendererHTML):
    """Demotes the first level and draws no picture but our own."""

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:  # noqa: ARG002
        name, shows = str(tokens[idx].attrs.get("src", "")), tokens[idx].content
        if not _NAME.fullmatch(name) or name not in pictures():
            return escape(shows)
        address = static(f"img/guides/{name}.webp")
        return format_html('<img src="{}" alt="{}" loading="lazy">', address, shows)

    def heading_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:  # noqa: ARG002
        return f"<{_level(tokens[idx])}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:  # noqa: ARG002
        return f"</{_level(tokens[idx])}>\n"


def _level(token: Token) -> str:
    return "h2" if token.tag == "h1" else token.tag


_MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
