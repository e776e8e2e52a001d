"""The message centre: what somebody was told, and what of it is still unread."""

import datetime as dt
import functools
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Count, QuerySet

from creditbank.bank import clock
from creditbank.bank.asked import Asked, Given, asked
from creditbank.bank.messages import rendering
from creditbank.bank.messages.models import Message


@dataclass(frozen=True)
class Letter:
    """A message as its reader sees it; lists show the subject and never ask for the body."""

    row: Message
    id: UUID
    at: dt.datetime
    is_read: bool

    @cached_property
    def subject(self) -> str:
        """In one line."""
        return rendering.subject_to_read(self.row)

    @cached_property
    def body(self) -> str:
        """Plain text."""
        return rendering.to_read(self.row).body


def letters(reader_id: UUID, *, limit: int = 50, before: UUID | None = None) -> list[Letter]:
    """The newest messages of a reader; `before` is the id of the last one already shown."""
    if before is None:
        return [_letter(row) for row in _newest(limit)(reader=reader_id)]
    rows = _of(reader_id).order_by("-id").filter(id__lt=before)
    return [_letter(row) for row in rows[:limit]]


def letter(reader_id: UUID, message_id: UUID) -> Letter | None:
    """One message of this reader; None for everybody else's."""
    row = _of(reader_id).filter(pk=message_id).first()
    return _letter(row) if row else None


def mark_read(reader_id: UUID, message_id: UUID) -> None:
    """Note that the reader has opened it."""
    _of(reader_id).filter(pk=message_id, read_at=None).update(read_at=clock.now())


def unread(reader_id: UUID) -> int:
    """How many messages wait to be read."""
    (counted,) = _unread(reader=reader_id) or [(reader_id, 0)]
    return counted[1]


def forget(reader_id: UUID) -> None:
    """Delete everything that was said to a reader who leaves, sent or not."""
    _of(reader_id).delete()


@functools.lru_cache
def _newest(limit: int) -> Asked[Message]:
    return Asked(lambda: Message.objects.filter(reader_id=Given("reader")).order_by("-id")[:limit])


@asked
def _unread() -> QuerySet[Message, tuple[UUID, int]]:
    waiting = Message.objects.filter(reader_id=Given("reader"), read_at=None)
    return waiting.values_list("reader_id").annotate(Count("id")).order_by()


def _of(reader_id: UUID) -> QuerySet[Message]:
    return Message.objects.filter(reader_id=reader_id)


def _letter(row: Message) -> Letter:
    return Letter(row, row.pk, row.created_at, row.read_at is not None)
