"""Verbs on the browsers a user comes with: an unknown one is told of by e-mail, once."""

import secrets

from creditbank.bank import clock
from creditbank.bank.history import Actor, verb
from creditbank.bank.keys import fingerprint
from creditbank.bank.users import letters
from creditbank.bank.users.models import Device, User


def fresh() -> str:
    """A random id for a browser that has none."""
    return secrets.token_urlsafe(16)


def welcome(user: User, device: str, agent: str, *, by: Actor) -> bool:
    """Note that somebody signs in from this browser; whether they did so for the first time."""
    print_ = fingerprint("device", device)
    # Mostly it is known: one statement, and no history of it.
    known = user.devices.filter(fingerprint=print_).update(seen_at=clock.now())
    return not known and _add(user, print_, agent, by=by)


@verb
def _add(user: User, print_: bytes, agent: str, *, by: Actor) -> bool:
    """A browser that is new to a user.

    A learner's very first one is told of to nobody: a code or link that was sent to the same
    address has just been used in it.
    """
    is_first = not user.is_staff_member and not user.devices.exists()
    _row, is_new = Device.objects.get_or_create(user=user, fingerprint=print_)
    if is_new and not is_first:
        letters.new_device(user, agent, at=clock.now())
    return is_new
