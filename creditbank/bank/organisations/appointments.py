"""Verbs on appointments."""

import datetime as dt

from creditbank.bank import clock
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.organisations.roles import Role
from creditbank.bank.users.models import User


@verb
def appoint(
    user: User, *, role: Role, organisation: Organisation, by: Actor, until: dt.date | None = None
) -> Appointment:
    """Give somebody a role at an organisation from today on; the last day is `until`."""
    if not user.is_staff_member:
        user.is_staff_member = True
        user.save(update_fields=["is_staff_member"])
    return Appointment.objects.create(
        user=user, role=role, organisation=organisation, valid_from=clock.today(), valid_to=until
    )


@verb
def dismiss(appointment: Appointment, *, by: Actor, reason: str = "") -> None:
    """End an appointment; yesterday was its last day."""
    appointment.valid_to = clock.today() - dt.timedelta(days=1)
    appointment.save(update_fields=["valid_to"])
