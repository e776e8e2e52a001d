"""Verbs on the queue: which cases wait for a seat, taking the next one, letting go of it."""

import datetime as dt
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.access.permissions import PERMISSIONS, Permission, may
from creditbank.bank.asked import Given, asked
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Appointment, Capacity, Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.reviews.stages import Stage

LEASE = dt.timedelta(minutes=20)
REVIEWING = [role for role, held in PERMISSIONS.items() if Permission.REVIEW in held]


def waiting(seat: Appointment, oneself: Oneself | None = None) -> QuerySet[Case]:
    """Open cases that this seat decides, the next due first; never what one may not decide.

    Who reads everything sees every queue below.
    """
    own = oneself or Oneself(frozenset({seat.user_id}))
    if may(seat.role, Permission.READ_ALL):
        rows = within(seat.organisation)
    else:
        rows = decided_at(Q(organisation_id__in=served(seat)), seat.organisation.path)
    return open_among(rows, own)


def within(organisation: Organisation) -> QuerySet[Case]:
    """Cases within reach: both the queue and the place of the person lie in this subtree today."""
    return under(organisation.path)


def under(path: str | Given) -> QuerySet[Case]:
    """The same by the path of the subtree."""
    return Case.objects.filter(organisation__path__startswith=path, place__path__startswith=path)


def decided_at(places: Q, path: str | Given) -> QuerySet[Case]:
    """Cases in the queues of some organisations, of people in a subtree.

    As `under`, without joining what a queue of a million cases would be read by.
    """
    outside = Organisation.objects.exclude(path__startswith=path)
    rows = Case.objects.filter(places)
    return rows.exclude(place_id__in=outside.values("pk"))


def open_among(rows: QuerySet[Case], own: Oneself) -> QuerySet[Case]:
    """Those of the cases that wait and that somebody may decide, the next due first."""
    return rows.filter(stage=Stage.OPEN).exclude(own.barred).order_by("due_at", "id")


def served(seat: Appointment) -> list[UUID]:
    """The organisations whose queue this seat works on: its own, and provinces below without anybody."""
    own, path = seat.organisation_id, seat.organisation.path
    return [own, *_alone(own=own, path=path, today=clock.today())]


@asked
def _alone() -> QuerySet[Organisation, UUID]:
    there = reviewers(Given("today")).filter(organisation=OuterRef("pk"))
    below = Organisation.objects.filter(path__startswith=Given("path"))
    provinces = below.with_capacity(Capacity.PROVINCE).exclude(pk=Given("own"))
    return provinces.exclude(Exists(there)).values_list("pk", flat=True)


def reviewers(day: dt.date | Given | None = None) -> QuerySet[Appointment]:
    """Everybody who may review on a day, else today, everywhere."""
    return Appointment.objects.current(day).filter(role__in=REVIEWING, user__is_active=True)


def holds(case: Case, user_id: UUID) -> bool:
    """Whether somebody is the one who reads this case now."""
    leased = case.taken_until is not None and case.taken_until > clock.now()
    return case.stage == Stage.OPEN and leased and case.taken_by == user_id


def is_taken(case: Case, *, by_other_than: UUID) -> bool:
    """Whether somebody else reads this case now."""
    leased = case.taken_until is not None and case.taken_until > clock.now()
    return leased and case.taken_by != by_other_than


@verb
def take_next(seat: Appointment, *, oneself: Oneself, by: Actor, kind: str = "") -> Case | None:
    """Lease the next case for twenty minutes: one's own lease goes on first, then the next due.

    Never the same case to two: whoever is being handed one is skipped by the others.
    """
    _one_at_a_time(by)
    now = clock.now()
    rows = waiting(seat, oneself).select_for_update(skip_locked=True, of=("self",))
    mine = rows.filter(taken_by=by.actor_id, taken_until__gt=now).first()
    free = rows.filter(Q(taken_until__isnull=True) | Q(taken_until__lte=now), held_for="")
    case = mine or (free.filter(kind=kind) if kind else free).first()
    if case is not None:
        _lease(case, by)
    return case


@verb
def take(case: Case, *, oneself: Oneself, by: Actor) -> Case:
    """Lease one particular case, or lease it longer; refused while somebody else reads it."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.stage != Stage.OPEN:
        raise Refused("moved_on", _("这一件刚才已有变化，不再等待审核。"))
    refuse_barred(locked, oneself)
    if is_taken(locked, by_other_than=UUID(by.actor_id)):
        raise Refused("taken", _("这一件正由另一位审核员审核。"))
    _lease(locked, by)
    return locked


@verb
def release(case: Case, *, by: Actor) -> None:
    """Let go of a case: it waits for anybody again. Of a case one does not hold, nothing."""
    rows = Case.objects.filter(pk=case.pk, stage=Stage.OPEN, taken_by=by.actor_id)
    rows.update(taken_by=None, taken_until=None)


@verb
def release_all(seat: Appointment, *, by: Actor, reason: str = "") -> int:
    """Everything that is held under a post goes back into its queues; how many cases that were."""
    held = Case.objects.filter(taken_by=seat.user_id, stage=Stage.OPEN)
    return held.filter(organisation__in=served(seat)).update(taken_by=None, taken_until=None)


def refuse_barred(case: Case, oneself: Oneself) -> None:
    """Raise where somebody would review themselves, or an appeal against their own decision."""
    if oneself.submitted(case):
        raise Refused("own_case", _("不能审核自己提交的申请，请由其他审核员办理。"))
    if oneself.decided_before(case):
        sentence = _("这是对您所作决定的申诉，必须由没有参与过审核的人办理。")
        raise Refused("decided_before", sentence)


def _lease(case: Case, by: Actor) -> None:
    case.taken_by, case.taken_until = UUID(by.actor_id), clock.now() + LEASE
    case.save(update_fields=["taken_by", "taken_until"])


def _one_at_a_time(by: Actor) -> None:
    # Pressed twice, a reviewer gets the same case twice and not two cases.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [by.actor_id])
