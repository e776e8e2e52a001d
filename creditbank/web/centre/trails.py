"""Who changed something and when, for the side of its page; told by the history."""

import datetime as dt
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from creditbank.bank.history.models import Event

MOST = 8
_VERBS = {
    "write": _("新建"),
    "add": _("新建"),
    "seed": _("随系统提供"),
    "load": _("随系统提供"),
    "take_in": _("随系统提供"),
    "edit": _("修改"),
    "publish": _("发布"),
    "withdraw": _("撤下"),
    "take_up": _("恢复为草稿"),
    "retire": _("停用"),
    "reinstate": _("恢复使用"),
    "replace": _("修改"),
    "settle_year": _("修改"),
}


class Step(NamedTuple):
    """One line of the timeline."""

    what: Any
    when: dt.datetime
    who: str
    why: str


def trail(row: Any) -> list[Step]:
    """The latest changes of a row, the newest first; one query."""
    events = Event.objects.filter(
        subject=row._meta.db_table,  # noqa: SLF001 - Django's public spelling
        subject_id=row.pk,
    ).order_by("-id")[:MOST]
    return [
        Step(_VERBS.get(one.verb.rpartition(".")[2], one.verb), one.at, one.actor_label, one.reason)
        for one in events
    ]
