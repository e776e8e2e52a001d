"""Verbs on guides: delivered with the bank, edited afterwards."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from creditbank.bank import revisions
from creditbank.bank.history import Actor, verb
from creditbank.bank.portal import texts
from creditbank.bank.portal.models import Guide
from creditbank.bank.refusals import Refused


@verb
def seed(guides: Iterable[Mapping[str, str]], *, by: Actor) -> int:
    """Enter the guides (`code`, `zh`, `en`: Markdown with its title) that are not there; how many.

    A guide that is there is left as it is, for it may have been edited.
    """
    known = set(Guide.objects.values_list("code", flat=True))
    new = [
        _guide(position, given)
        for position, given in enumerate(guides)
        if given["code"] not in known
    ]
    Guide.objects.bulk_create(new)
    return len(new)


@verb
def edit(guide: Guide, *, seen: int, by: Actor, **words: str) -> Guide:
    """Change titles and texts; refused where somebody else saved since revision `seen`."""
    for name, sentence in (("title_zh", _("请填写中文标题。")), ("text_zh", _("请填写中文正文。"))):
        if not words[name].strip():
            raise Refused(f"{name}_missing", sentence, field=name)
    revisions.revise(guide, seen, **words)
    return guide


def _guide(position: int, given: Mapping[str, str]) -> Guide:
    title_zh, text_zh = texts.divided(given["zh"])
    title_en, text_en = texts.divided(given["en"])
    return Guide(
        code=given["code"],
        position=position,
        title_zh=title_zh,
        title_en=title_en,
        text_zh=text_zh,
        text_en=text_en,
    )
