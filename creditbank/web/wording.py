"""Template words for rows that have texts in two languages (`row.told(name)`)."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from creditbank.bank.portal.texts import rendered

register = template.Library()


@register.simple_tag
def told(row: Any, name: str) -> SafeString | str:
    """A text in the reader's language; marked where it is in another."""
    text, language = row.told(name)
    return format_html('<span lang="{}">{}</span>', language, text) if language else text


@register.simple_tag
def prose(row: Any, name: str) -> SafeString:
    """Markdown as harmless HTML in the reader's language; marked where it is in another."""
    text, language = row.told(name)
    mark = format_html(' lang="{}"', language) if language else ""
    return format_html('<div class="prose"{}>{}</div>', mark, harmless(text))


@register.filter
def harmless(markdown: str) -> SafeString:
    """Markdown as HTML that can do no harm."""
    return mark_safe(rendered(markdown))  # noqa: S308 - cleaned by nh3
