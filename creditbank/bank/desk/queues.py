"""The queue as a door asks for it: for a seat, by whoever holds it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from creditbank.bank import clock
from creditbank.bank.calendar import working_days
from creditbank.bank.desk.reviewers import oneself
from creditbank.bank.history import Actor
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.reviews import cases, queue
from creditbank.bank.reviews.models import Case, Kind
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.reviews.stages import Stage

SOON = 1  # working days


@dataclass(frozen=True, slots=True)
class Figures:
    """How many cases of a kind wait: all, due within one working day, past their deadline."""

    kind: str
    label: str
    waiting: int
    soon: int
    overdue: int


def waiting(seat: Appointment) -> QuerySet[Case]:
    """Cases that wait for this seat, the next due first."""
    return queue.waiting(seat, oneself(seat.user))


def soon() -> Q:
    """Picks cases due within one working day, and not overdue."""
    return Q(due_at__lte=working_days.due_at(clock.now(), SOON)[0], due_at__gte=clock.now())


def overdue() -> Q:
    """Picks cases past their deadline; a provisional one is no deadline to hold anybody to."""
    return Q(due_at__lt=clock.now(), due_provisional=False)


def figures(rows: QuerySet[Case]) -> list[Figures]:
    """Counts of waiting cases by kind, in one query; a kind of which none waits is there with 0."""
    counted = rows.order_by().values("kind")
    counted = counted.annotate(
        waiting=Count("id"), soon=Count("id", soon()), overdue=Count("id", overdue())
    )
    found = {row.pop("kind"): row for row in map(dict[str, Any], counted)}
    none = {"waiting": 0, "soon": 0, "overdue": 0}
    return [Figures(one.value, str(one.label), **found.get(one.value, none)) for one in Kind]


def find(seat: Appointment, number: str) -> Case | None:
    """A case within reach of a seat, in whatever stage; None for everybody else's."""
    rows = queue.within(seat.organisation)
    return rows.select_related("organisation", "place").filter(number=number).first()


def take_next(seat: Appointment, kind: str = "") -> Case | None:
    """领取下一件. Cases that nobody here may decide go to a level above first."""
    own = oneself(seat.user)
    _pass_up(seat, own)
    return queue.take_next(seat, oneself=own, by=seat.user, kind=kind)


def take(seat: Appointment, case: Case) -> Case:
    """Take a particular case, or hold it for longer."""
    return queue.take(case, oneself=oneself(seat.user), by=seat.user)


def release(seat: Appointment, case: Case) -> None:
    """Let go of a case."""
    queue.release(case, by=seat.user)


def settle(case: Case, *, by: Actor) -> None:
    """Give a case to the nearest queue, from its own upwards, where somebody may decide it.

    Where nobody may anywhere, it goes to the topmost one: the national centre finds somebody.
    """
    upwards = list(Organisation.objects.above(case.organisation))[::-1]
    place = next((row for row in upwards if _has_somebody(row, case)), upwards[-1])
    if place.pk != case.organisation_id:
        cases.pass_up(case, to=place, by=by)


def _has_somebody(place: Organisation, case: Case) -> bool:
    there = queue.reviewers().filter(organisation=place).select_related("user")
    return any(oneself(row.user).may_decide(case) for row in there)


def _pass_up(seat: Appointment, own: Oneself) -> None:
    here = Case.objects.filter(stage=Stage.OPEN, organisation=seat.organisation)
    for case in here.filter(own.barred).select_related("organisation")[:20]:
        settle(case, by=seat.user)
