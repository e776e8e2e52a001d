"""Who is at the door: what was typed as a name, whether the password is theirs.

What is typed is read into a `Name` at once; only its fingerprint may reach logs, limits, sessions.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from creditbank.bank import clock, jobs
from creditbank.bank.history import Actor, verb
from creditbank.bank.identity import canonical
from creditbank.bank.keys import fingerprint
from creditbank.bank.refusals import Refused
from creditbank.bank.users import addresses, devices, people, tasks
from creditbank.bank.users.models import User

_TOO_LONG = 200

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
    """Note that somebody has come in, with which browser; of one that is new to them they are told."""
    now = clock.now()
    User.objects.filter(pk=user.pk).update(last_login=now)
    if devices.note(user, device, at=now):
        told = {"user_id": str(user.pk), "agent": agent, "seen_at": now.isoformat()}
        jobs.defer(tasks.tell_of_device, **told)
