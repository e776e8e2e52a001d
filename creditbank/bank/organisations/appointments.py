"""Verbs on appointments."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.organisations.roles import Role
from creditbank.bank.refusals import Refused
from creditbank.bank.users.models import User


@verb
def appoint(
    user: User, *, role: Role, organisation: Organisation, by: Actor, until: dt.date | None = None
) -> Appointment:
    """Give somebody a role at an organisation from today on; the last day is `until`.

    Refused: `closed`.
    """
    if organisation.closed_on:
        raise Refused("closed", _("这个机构已经关闭，不能再设岗位。"), field="organisation")
    if not user.is_staff_member:
        user.is_staff_member = True
        user.save(update_fields=["is_staff_member"])
    return Appointment.objects.create(
        user=user, role=role, organisation=organisation, valid_from=clock.today(), valid_to=until
    )


@verb
def extend(appointment: Appointment, *, until: dt.date | None, by: Actor, reason: str = "") -> None:
    """Give an appointment another last day; None: no end."""
    appointment.valid_to = until
    appointment.save(update_fields=["valid_to"])


@verb
def dismiss(appointment: Appointment, *, by: Actor, reason: str = "") -> None:
    """End an appointment; yesterday was its last day."""
    appointment.valid_to = clock.today() - dt.timedelta(days=1)
    appointment.save(update_fields=["valid_to"])


@verb
def hand_on(organisation: Organisation, *, to: Organisation, by: Actor, reason: str = "") -> int:
    """Whoever works at an organisation works at another one from today on; how many they are.

    The old posts end, so that the past stays; who holds the same role there already keeps that one.
    """
    here = list(Appointment.objects.current().filter(organisation=organisation))
    there = Appointment.objects.current().filter(organisation=to)
    held = set(there.values_list("user_id", "role"))
    today = clock.today()
    Appointment.objects.bulk_create(
        Appointment(
            user_id=row.user_id,
            role=row.role,
            organisation=to,
            valid_from=today,
            valid_to=row.valid_to,
        )
        for row in here
        if (row.user_id, row.role) not in held
    )
    ended = Appointment.objects.filter(pk__in=[row.pk for row in here])
    ended.update(valid_to=today - dt.timedelta(days=1))
    return len(here)
