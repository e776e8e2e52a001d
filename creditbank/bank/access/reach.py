"""How far somebody reaches: look-ups scoped to the subtree of the appointment they act under."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.access.permissions import Permission, may
from creditbank.bank.asked import Given, asked
from creditbank.bank.organisations.models import Appointment, Organisation, OrganisationSet
from creditbank.bank.refusals import Refused
from creditbank.bank.users.models import User


def seats(user: User) -> list[Appointment]:
    """The appointments somebody may act under today, in a stable order; a learner has none."""
    if not user.is_staff_member:
        return []
    found = _seats(user=user.pk, today=clock.today())
    for row in found:
        row.user = user
    return found


@asked
def _seats() -> QuerySet[Appointment]:
    rows = Appointment.objects.current(Given("today")).filter(user=Given("user"))
    return rows.select_related("organisation").order_by("organisation__path", "role")


def seat(user: User, appointment_id: str | UUID | None) -> Appointment | None:
    """The chosen appointment, else the first one; None for who has no post."""
    return chosen(seats(user), appointment_id)


def chosen(own: list[Appointment], appointment_id: str | UUID | None) -> Appointment | None:
    """Of somebody's appointments the chosen one, else the first."""
    wanted = (row for row in own if str(row.pk) == str(appointment_id))
    return next(wanted, own[0] if own else None)


def organisations(seat: Appointment) -> OrganisationSet:
    """Every organisation within reach: the appointment's own and all below it."""
    return Organisation.objects.below(seat.organisation)


def called(seat: Appointment, code: str) -> Organisation:
    """The organisation of this code within reach; out of it there is none."""
    found = organisations(seat).filter(code=code.strip()).first()
    if found is None:
        raise Refused("too_far", _("您的辖区内没有这个代码的机构。"), field="organisation")
    return found


def has_anybody(organisation: Organisation, permission: Permission) -> bool:
    """Whether somebody at this organisation itself holds a permission today."""
    roles = Appointment.objects.current().filter(organisation=organisation, user__is_active=True)
    return any(may(role, permission) for role in roles.values_list("role", flat=True).distinct())
