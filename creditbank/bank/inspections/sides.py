"""Who stands on which side of an inspection, by the tree of today.

The *inspector's side* is whoever may inspect and stands above the branch, at or below the
organisation that inspects; if the branch has moved, its new superior. The *branch's side* is whoever
may answer at the branch, or above it and below the inspector. It sees what it was told, no drafts.
"""

from django.db.models import Q, QuerySet

from creditbank.bank.access.permissions import PERMISSIONS, Permission, may
from creditbank.bank.inspections.models import Inspection
from creditbank.bank.inspections.stages import AT_WORK, TOLD, Stage
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.users.models import User

_ANSWERING = [role for role, held in PERMISSIONS.items() if Permission.INSPECTION_ANSWER in held]


def visible(seat: Appointment) -> QuerySet[Inspection]:
    """Inspections that a seat may read of, the newest first."""
    here = seat.organisation
    rows = Inspection.objects.filter(branch__path__startswith=here.path)
    rows = rows.select_related("organisation", "branch").order_by("-id")
    if may(seat.role, Permission.READ_ALL):
        return rows
    told = Q(stage__in=TOLD)
    if may(seat.role, Permission.INSPECT):
        told |= ~_examined(here)
    return rows.filter(told)


def waiting(seat: Appointment) -> QuerySet[Inspection]:
    """Those of them that wait for this seat to do something."""
    rows, theirs = visible(seat), Q(stage=Stage.NOTIFIED)
    if not may(seat.role, Permission.INSPECTION_ANSWER):
        return rows.none()
    if may(seat.role, Permission.INSPECT):
        ours = Q(organisation=seat.organisation, stage__in=(*AT_WORK, Stage.ANSWERED))
        return rows.filter(ours | (_examined(seat.organisation) & theirs))
    return rows.filter(theirs)


def inspects(seat: Appointment, inspection: Inspection) -> bool:
    """Whether a seat stands on the inspector's side."""
    here, branch = seat.organisation, inspection.branch
    if not may(seat.role, Permission.INSPECT) or here.pk == branch.pk:
        return False
    inspector = inspection.organisation
    is_superior = here.pk != inspector.pk and here.is_within(inspector)
    return branch.is_within(here) and not is_superior


def answers(seat: Appointment, inspection: Inspection) -> bool:
    """Whether a seat may answer for the branch."""
    near = inspection.branch.is_within(seat.organisation)
    return near and may(seat.role, Permission.INSPECTION_ANSWER) and not inspects(seat, inspection)


def _examined(here: Organisation) -> Q:
    """Picks those in which this place, and whoever inspects there, is the one that is examined."""
    superior = Organisation.objects.above(here).exclude(pk=here.pk)
    return Q(organisation__in=superior) | Q(branch=here)


def answerers(inspection: Inspection) -> list[User]:
    """Who is told for the branch: those who answer there, else at the nearest place above."""
    rows = Appointment.objects.current().filter(role__in=_ANSWERING, user__is_active=True)
    for place in reversed(Organisation.objects.above(inspection.branch)):
        if place.pk == inspection.organisation_id:
            break
        found = rows.filter(organisation=place).select_related("user__person_key")
        users = {row.user_id: row.user for row in found.order_by("user_id")}
        if users:
            return list(users.values())
    return []
