"""Light or dark: what somebody has chosen, as templates say it.

A choice lies in a cookie; without one the system decides.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from creditbank.web.markup import icon

register = template.Library()

THEMES = {
    "auto": ("device-desktop", gettext_lazy("跟随系统")),
    "light": ("sun", gettext_lazy("浅色")),
    "dark": ("moon", gettext_lazy("深色")),
}
COOKIE = "theme"


@register.simple_tag(takes_context=True)
def theme_attribute(context: template.Context) -> SafeString | str:
    """Light or dark for <html>, where somebody has chosen; else the system decides."""
    chosen = _theme(context)
    return "" if chosen == "auto" else format_html(' data-bs-theme="{}"', chosen)


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The look that was chosen; `auto` where none was."""
    return _theme(context)


@register.simple_tag(takes_context=True)
def theme_buttons(context: template.Context) -> SafeString:
    """One button for each look that is not the present one."""
    chosen = _theme(context)
    others = [(name, icon(sign), label) for name, (sign, label) in THEMES.items() if name != chosen]
    button = '<button class="btn btn-quiet btn-sm" name="theme" value="{}">{}{}</button>'
    return format_html_join("", button, others)


def _theme(context: template.Context) -> str:
    request = context.get("request")
    chosen = request.COOKIES.get(COOKIE) if request else context.get("theme")
    return chosen if chosen in THEMES else "auto"
