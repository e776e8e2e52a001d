"""What users are told about their sign-in; the words live in `templates/letters/user_*`."""

import datetime as dt

from django.utils import timezone, translation

from creditbank.bank.messages import outbox
from creditbank.bank.messages.addressees import Addressee
from creditbank.bank.users import agents
from creditbank.bank.users.models import User


def code(user: User, digits: str, *, minutes: int, address: str | None = None) -> None:
    """The one-time code; to another address than the user's own where one is to be confirmed."""
    to = Addressee(None, address, user.language) if address else user.addressee
    outbox.post("user_code", to, {"minutes": minutes}, secrets={"code": digits})


def address_wanted(owner: User) -> None:
    """To whom an address belongs: somebody else wanted it for an account of their own."""
    outbox.post("user_address_wanted", owner.addressee, {})


def email_changed(user: User, old: str, *, new: str) -> None:
    """To the address that was replaced: what to do if it was not them. `new` is masked."""
    context = {"label": user.label, "new": new}
    outbox.post("user_email_changed", Addressee(None, old, user.language), context)


def new_device(user: User, agent: str, *, at: dt.datetime) -> None:
    """Somebody signed in with a browser that this user had never used."""
    with translation.override(user.language):
        device = agents.words(agent)
    shown = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
    outbox.post("user_new_device", user.addressee, {"device": device, "at": shown})


def recovery(user: User, token: str, *, minutes: int) -> None:
    """The link by which a new password is set."""
    context = {"label": user.label, "minutes": minutes}
    outbox.post("user_recovery", user.addressee, context, secrets={"token": token})


def password_changed(user: User) -> None:
    """A new password was set; if it was not them, what to do."""
    outbox.post("user_password_changed", user.addressee, {"label": user.label})


def second_factor_changed(user: User) -> None:
    """A second factor was set up, or its recovery codes are new."""
    outbox.post("user_second_factor", user.addressee, {})


def recovery_code_used(user: User, *, left: int) -> None:
    """Somebody signed in with a recovery code; so many are left."""
    outbox.post("user_recovery_code", user.addressee, {"left": left})
