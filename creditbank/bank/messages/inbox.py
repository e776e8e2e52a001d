"""The message centre: what somebody was told, and what of it is still unread."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from creditbank.bank import clock
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
    rows = _of(reader_id).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
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
    return _of(reader_id).filter(read_at=None).count()


def forget(reader_id: UUID) -> None:
    """Delete everything that was said to a reader who leaves, sent or not."""
    _of(reader_id).delete()


def _of(reader_id: UUID) -> QuerySet[Message]:
    return Message.objects.filter(reader_id=reader_id)


def _letter(row: Message) -> Letter:
    return Letter(row, row.pk, row.created_at, row.read_at is not None)
