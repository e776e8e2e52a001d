"""Sending what waits: at least once, and so that a second time can be told from a first.

An attempt is committed before the server hears of the message. When the answer is lost (killed
worker, broken line) the message is sent again under the same Message-ID; SMTP can do no better.
"""

import datetime as dt
import logging
from collections.abc import Iterator
from uuid import UUID

from django.db.models import F

from creditbank.bank import clock
from creditbank.bank.messages import post_office
from creditbank.bank.messages.models import Message

log = logging.getLogger(__name__)

ATTEMPTS = 12
# As long as one attempt may take at most; afterwards its answer counts as lost.
ATTEMPT_LASTS = dt.timedelta(minutes=5)
OVERDUE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(hours=12)
BATCH = 1000


def attempt(message_id: UUID) -> dt.datetime | None:
    """Try to send one message; answers when to try again, None where nothing is left to do."""
    now = clock.now()
    begun = Message.objects.filter(
        pk=message_id, email=Message.State.WAITING, due_at__lte=now
    ).update(attempts=F("attempts") + 1, due_at=now + ATTEMPT_LASTS, error="")
    if not begun:
        return None
    message = Message.objects.get(pk=message_id)
    try:
        post_office.hand_in(message)
    except Exception as error:  # noqa: BLE001 - whatever stands in the way, the message is not lost
        log.warning("message %s: attempt %d: %s", message.pk, message.attempts, _kind(error))
        return _put_off(message, error)
    _settle(message, Message.State.SENT, sent_at=clock.now())
    return None


def overdue() -> Iterator[UUID]:
    """Messages that wait although their time has come: their job or its worker got lost."""
    late = Message.objects.filter(
        email=Message.State.WAITING, due_at__lte=clock.now() - OVERDUE
    ).order_by("due_at")
    yield from late.values_list("pk", flat=True)[:BATCH]


def let_rest(before: dt.datetime) -> int:
    """Take e-mails of an invented past (the demo's) as sent when they were written; how many."""
    old = Message.objects.filter(email=Message.State.WAITING, created_at__lt=before)
    return old.update(email=Message.State.SENT, sent_at=F("created_at"), secrets=None, address=None)


def pause(attempts: int) -> dt.timedelta:
    """How long to wait after so many failed attempts: half a minute, then twice as long each time."""
    return min(dt.timedelta(seconds=30 * 2 ** (attempts - 1)), LONGEST_PAUSE)


def _put_off(message: Message, error: Exception) -> dt.datetime | None:
    told = _kind(error)
    if message.attempts >= ATTEMPTS:
        _settle(message, Message.State.FAILED, error=told)
        return None
    again = clock.now() + pause(message.attempts)
    Message.objects.filter(pk=message.pk, email=Message.State.WAITING).update(
        due_at=again, error=told
    )
    return again


def _kind(error: Exception) -> str:
    # Servers repeat the address in their answers: only the kind of error is kept.
    return f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()


def _settle(message: Message, state: Message.State, **changes: object) -> None:
    """The end of the e-mail: what it alone needed is wiped."""
    if state == Message.State.SENT:
        changes["address"] = None
    Message.objects.filter(pk=message.pk).update(email=state, secrets=None, **changes)
