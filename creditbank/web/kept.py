"""`{% kept %}`: parts of a page that are drawn once a minute for the same values.

Most of a page is the same for everybody: header, navigation, footer, the lines of a queue that ten
reviewers look at. Drawing it is most of what the page costs.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from creditbank.bank import memory

register = template.Library()

# More than that is forgotten all at once.
MOST = 5000
# What is filled in each time; no page can know these words before they are gone again.
_TOKEN, _ADDRESS = "kept-form-token", "kept-full-path"
_HOLES = {"csrf_token": _TOKEN, "full_path": _ADDRESS}


@register.tag
def kept(parser: Parser, token: Token) -> Node:
    """{% kept "name" one=… other=… %}…{% endkept %}: what stands inside knows these values alone.

    Besides, `{% csrf_token %}` and `full_path` work: they are filled in each time. The values have
    to tell apart whatever is drawn differently; the language does so anyway.
    """
    _tag, name, *told = token.split_contents()
    values = token_kwargs(told, parser)
    inside = parser.parse(["endkept"])
    parser.delete_first_token()
    return _Kept(name, values, inside)


class _Kept(Node):
    child_nodelists = ("inside",)

    def __init__(self, name: str, values: dict[str, FilterExpression], inside: NodeList) -> None:
        self.name, self.values, self.inside = name, values, inside

    def render(self, context: template.Context) -> SafeString:
        values = {name: told.resolve(context) for name, told in self.values.items()}
        key = (self.name, get_language(), *values.values())
        drawn = _drawn()
        known = drawn.get(key)
        if known is None:
            if len(drawn) >= MOST:
                drawn.clear()
            known = drawn[key] = self.inside.render(context.new({**values, **_HOLES}))
        return mark_safe(_filled(known, context))  # noqa: S308 - drawn by templates, which escape


def _filled(drawn: str, context: template.Context) -> str:
    if _TOKEN in drawn:
        drawn = drawn.replace(_TOKEN, str(context.get("csrf_token") or ""))
    if _ADDRESS in drawn:
        request = context.get("request")
        drawn = drawn.replace(_ADDRESS, escape(request.get_full_path()) if request else "")
    return drawn


@memory.kept(seconds=60)
def _drawn() -> dict[Any, str]:
    return {}
