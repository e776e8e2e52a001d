"""What staff are told about their posts; the words live in `templates/letters/staff_*`."""

import datetime as dt
from typing import Any

from django.utils.translation import override

from creditbank.bank.history import Actor
from creditbank.bank.messages import outbox
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.users import links
from creditbank.bank.users.models import Link, User

_FIRST_PASSWORD = dt.timedelta(hours=72)


def appointed(appointment: Appointment, *, is_new: bool, by: Actor) -> None:
    """Somebody has a post; who is new sets the first password by the link."""
    user, until = appointment.user, appointment.valid_to
    told = {"by": by.actor_label, "until": until.isoformat() if until else "", "is_new": is_new}
    secrets = {}
    if is_new:
        secrets["token"] = links.make(Link.Purpose.RECOVERY, user.pk, _FIRST_PASSWORD)
    outbox.post("staff_appointed", user.addressee, {**_about(appointment), **told}, secrets)


def extended(appointment: Appointment, *, by: Actor) -> None:
    """A post has another last day, or none any more."""
    until = appointment.valid_to.isoformat() if appointment.valid_to else ""
    context = {**_about(appointment), "by": by.actor_label, "until": until}
    outbox.post("staff_extended", appointment.user.addressee, context)


def dismissed(appointment: Appointment) -> None:
    """A post has ended before its time."""
    outbox.post("staff_dismissed", appointment.user.addressee, _about(appointment))


def ending(appointment: Appointment, administrators: list[User]) -> None:
    """A post is about to end: its holder is told, and who may prolong it."""
    until = appointment.valid_to.isoformat() if appointment.valid_to else ""
    context = {**_about(appointment), "until": until}
    outbox.post("staff_ending", appointment.user.addressee, context)
    for user in administrators:
        told = {**_about(appointment, user.language), "until": until, "reader": user.name or ""}
        outbox.post("staff_ending_here", user.addressee, told)


def _about(appointment: Appointment, language: str = "") -> dict[str, Any]:
    with override(language or appointment.user.language):
        role, place = str(appointment.get_role_display()), appointment.organisation.name
    return {"name": appointment.user.name or "", "role": role, "organisation": place}
