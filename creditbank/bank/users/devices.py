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


@verb
def welcome(user: User, device: str, agent: str, *, by: Actor) -> bool:
    """Note that somebody signs in from this browser; whether they did so for the first time.

    A learner's very first browser is told of to nobody: a code or link that was sent to the same
    address has just been used in it.
    """
    is_first = not user.is_staff_member and not user.devices.exists()
    _row, is_new = Device.objects.update_or_create(
        user=user, fingerprint=fingerprint("device", device), defaults={"seen_at": clock.now()}
    )
    if is_new and not is_first:
        letters.new_device(user, agent, at=clock.now())
    return is_new
