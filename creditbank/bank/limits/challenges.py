"""Verbs on captchas: make one, show it, redeem it once."""

import datetime as dt
import hmac
import secrets
import unicodedata
from uuid import UUID

from django.conf import settings
from django.db import transaction

from creditbank.bank import clock, keys
from creditbank.bank.limits.models import Challenge

LASTS = dt.timedelta(minutes=30)
DIGITS = 6
DEMO_ANSWER = "demo"


def make() -> Challenge:
    """A new challenge: digits, since they can be read and heard in any language."""
    digits = "".join(str(secrets.randbelow(10)) for _place in range(DIGITS))
    row = Challenge(ends_at=clock.now() + LASTS)
    answer = DEMO_ANSWER if settings.DEMO else digits
    row.answer = keys.seal(answer.encode(), _context(row.id))
    row.save(force_insert=True)
    return row


def answer_of(challenge_id: UUID) -> str | None:
    """What is to be drawn and spoken; None when the challenge has ended."""
    row = Challenge.objects.filter(pk=challenge_id, ends_at__gt=clock.now()).first()
    return None if row is None else _opened(row.answer, row.id)


def redeem(challenge_id: UUID, typed: str) -> bool:
    """Use the challenge up, by a right answer or a wrong one; whether it was right and in time.

    Outside every transaction, or a rollback would bring the challenge back to life.
    """
    with transaction.atomic(durable=True):
        row = Challenge.objects.select_for_update().filter(pk=challenge_id).first()
        if row is None:
            return False
        row.delete()
    in_time = row.ends_at > clock.now()
    right = hmac.compare_digest(_plain(typed), _opened(row.answer, challenge_id).encode())
    return right and in_time


def _opened(answer: bytes | memoryview, challenge_id: UUID) -> str:
    return keys.unseal(bytes(answer), _context(challenge_id)).decode()


def _plain(typed: str) -> bytes:
    return "".join(unicodedata.normalize("NFKC", typed).lower().split()).encode()


def _context(challenge_id: UUID) -> str:
    return f"bank_challenge|answer|{challenge_id}"
