"""Posts that are about to end: who is reminded of it, and when."""

import datetime as dt

from django.db.models import F, Q, QuerySet

from creditbank.bank import clock
from creditbank.bank.access import letters
from creditbank.bank.access.permissions import APPOINTS
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.users.models import User

DAYS = 14
MOST = 500


def is_near(post: Appointment) -> bool:
    """Whether a post ends within two weeks."""
    last = clock.today() + dt.timedelta(days=DAYS)
    return post.valid_to is not None and post.valid_to <= last


def due() -> QuerySet[Appointment]:
    """Posts that end within two weeks and of whose last day nobody was reminded yet."""
    last = clock.today() + dt.timedelta(days=DAYS)
    rows = Appointment.objects.current().filter(valid_to__lte=last, user__is_active=True)
    told = Q(reminded_of__isnull=False, reminded_of=F("valid_to"))
    rows = rows.exclude(told).select_related("organisation", "user__person_key")
    return rows.order_by("valid_to", "id")


@verb
def remind(*, by: Actor) -> int:
    """Tell the holders, and who may prolong their posts, once for each last day; how many posts."""
    ending = list(due().select_for_update(of=("self",), skip_locked=True)[:MOST])
    for post in ending:
        letters.ending(post, administrators(post))
    Appointment.objects.filter(pk__in=[post.pk for post in ending]).update(
        reminded_of=F("valid_to")
    )
    return len(ending)


def administrators(post: Appointment) -> list[User]:
    """Who may prolong a post: of the nearest organisation at or above it, somebody else than its holder."""
    roles = [role for role, given in APPOINTS.items() if post.role in given]
    rows = Appointment.objects.current().filter(role__in=roles, user__is_active=True)
    rows = rows.filter(organisation__in=Organisation.objects.above(post.organisation))
    rows = rows.exclude(user=post.user_id).select_related("organisation", "user__person_key")
    found = sorted(rows, key=lambda row: (row.organisation.path.count("/"), row.pk))
    nearest = found[-1].organisation_id if found else None
    return list({row.user_id: row.user for row in found if row.organisation_id == nearest}.values())
