"""The browsers a user comes with: an unknown one is told of by e-mail, once."""

import datetime as dt
import secrets

from django.db import connection

from creditbank.bank import ids
from creditbank.bank.keys import fingerprint
from creditbank.bank.users.models import User

# What the second question finds was there before this statement.
_NOTE = """
INSERT INTO bank_device (id, user_id, fingerprint, seen_at)
VALUES (%(id)s, %(user)s, %(fingerprint)s, %(at)s)
ON CONFLICT (user_id, fingerprint) DO UPDATE SET seen_at = excluded.seen_at
RETURNING id = %(id)s, EXISTS (SELECT FROM bank_device WHERE user_id = %(user)s)
"""


def fresh() -> str:
    """A random id for a browser that has none."""
    return secrets.token_urlsafe(16)


def note(user: User, device: str, *, at: dt.datetime) -> bool:
    """Note that a user comes with this browser; whether they have to be told of it.

    A learner's very first one is told of to nobody: a code or link that was sent to the same
    address has just been used in it.
    """
    told = {"id": ids.uuid7(), "user": user.pk, "fingerprint": fingerprint("device", device)}
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {**told, "at": at})
        is_new, had_any = cursor.fetchone()
    return is_new and (had_any or user.is_staff_member)
