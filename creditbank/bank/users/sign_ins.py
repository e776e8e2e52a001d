"""Who is at the door: what was typed as a name, whether the password is theirs.

What is typed is read into a `Name` at once; only its fingerprint may reach logs, limits, sessions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection

from creditbank.bank import clock, ids, jobs
from creditbank.bank.history import Actor, verb
from creditbank.bank.identity import canonical
from creditbank.bank.keys import fingerprint
from creditbank.bank.refusals import Refused
from creditbank.bank.users import addresses, people, tasks
from creditbank.bank.users.models import User

_TOO_LONG = 200
# Whether they had any browser is answered by what was there before this statement.
_COME_IN = """
WITH seen AS (UPDATE bank_user SET last_login = %(at)s WHERE id = %(user)s)
INSERT INTO bank_device (id, user_id, fingerprint, seen_at)
VALUES (%(id)s, %(user)s, %(device)s, %(at)s)
ON CONFLICT (user_id, fingerprint) DO UPDATE SET seen_at = excluded.seen_at
RETURNING id = %(id)s, EXISTS (SELECT FROM bank_device WHERE user_id = %(user)s)
"""

FindByNumber = Callable[[str], User | None]


@dataclass(frozen=True, slots=True)
class Name:
    """A sign-in name: an e-mail address, or `S` and a document number (canonical, without the S)."""

    value: str
    is_address: bool

    @property
    def key(self) -> str:
        """What limits count it under."""
        return fingerprint("sign_in_name", self.value).hex()

    def __repr__(self) -> str:
        """Without the value: tracebacks print this."""
        return "<Name>"


def read(typed: str) -> Name:
    """The name that was typed; wide letters, spaces, small `s` and `x` are forgiven."""
    if "@" in typed or "＠" in typed:
        return Name(addresses.canonical(typed[:_TOO_LONG]), is_address=True)
    try:
        number = canonical(typed)
    except Refused:
        number = ""
    # Some leave the S out; a passport that begins with S is typed with two.
    return Name(number.removeprefix("S"), is_address=False)


def who(name: Name, *, by_number: FindByNumber) -> User | None:
    """The user of this name. Documents are found by a floor above, which is handed in."""
    if not name.is_address:
        return by_number(name.value)
    # Both are asked for every address: one that is known must not take longer, nor shorter.
    theirs, waiting = people.find_by_email(name.value), people.find_unconfirmed(name.value)
    return theirs or waiting


def password_matches(user: User | None, typed: str) -> bool:
    """Whether the password is theirs; takes as long for nobody as for somebody."""
    if user is None:
        make_password(typed)
        return False
    return user.check_password(typed) and user.is_active


@verb
def sign_in(user: User, device: str, agent: str, *, by: Actor) -> None:
    """Note that somebody has come in, with which browser; of one that is new to them they are told.

    A learner's very first one is told of to nobody: a code or link that was sent to the same
    address has just been used in it.
    """
    now = clock.now()
    told: dict[str, Any] = {
        "id": ids.uuid7(),
        "user": user.pk,
        "device": fingerprint("device", device),
        "at": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COME_IN, told)
        is_new, had_any = cursor.fetchone()
    if is_new and (had_any or user.is_staff_member):
        job, seen_at = tasks.tell_of_device, now.isoformat()
        jobs.defer(job, user_id=str(user.pk), agent=agent, seen_at=seen_at)
