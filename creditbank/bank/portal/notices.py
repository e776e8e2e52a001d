"""Verbs on notices: written, edited, withdrawn, taken up again; when they are public the clock says."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, revisions
from creditbank.bank.history import Actor, verb
from creditbank.bank.portal.models import Notice
from creditbank.bank.refusals import Refused


@dataclass(frozen=True)
class Content:
    """What an editor says of a notice; without `publish_from` it stays a draft."""

    title_zh: str
    text_zh: str
    title_en: str = ""
    text_en: str = ""
    publish_from: dt.datetime | None = None
    publish_until: dt.datetime | None = None


@verb
def write(content: Content, *, by: Actor) -> Notice:
    """Begin a notice: a draft, scheduled, or public at once."""
    require_sound(content)
    return Notice.objects.create(**asdict(content))


@verb
def edit(notice: Notice, content: Content, *, seen: int, by: Actor) -> Notice:
    """Change words and schedule; refused where somebody else saved since revision `seen`."""
    require_sound(content)
    _refuse_withdrawn(notice)
    revisions.revise(notice, seen, **asdict(content))
    return notice


@verb
def withdraw(notice: Notice, *, seen: int, by: Actor, reason: str = "") -> Notice:
    """Take a notice off the portal at once; it can be taken up again as a draft."""
    _refuse_withdrawn(notice)
    revisions.revise(notice, seen, withdrawn_at=clock.now())
    return notice


@verb
def take_up(notice: Notice, *, seen: int, by: Actor) -> Notice:
    """Make a draft of a withdrawn notice."""
    if not notice.withdrawn_at:
        raise Refused("not_withdrawn", _("这篇公告没有撤下，不需要恢复。"))
    revisions.revise(notice, seen, withdrawn_at=None, publish_from=None, publish_until=None)
    return notice


def require_sound(content: Content) -> None:
    """Raise where a notice lacks words, or would end before it begins."""
    if not content.title_zh.strip():
        raise Refused("title_missing", _("请填写中文标题。"), field="title_zh")
    if not content.text_zh.strip():
        raise Refused("text_missing", _("请填写中文正文。"), field="text_zh")
    begin, end = content.publish_from, content.publish_until
    if end and begin is None:
        sentence = _("有撤下时间的公告也要有发布时间；草稿请把两个时间都留空。")
        raise Refused("end_without_beginning", sentence, field="publish_from")
    if begin and end and end <= begin:
        sentence = _("撤下时间要晚于发布时间。")
        raise Refused("ends_before_it_begins", sentence, field="publish_until")


def _refuse_withdrawn(notice: Notice) -> None:
    if notice.withdrawn_at:
        raise Refused("withdrawn", _("这篇公告已撤下，请先恢复为草稿。"))
