"""The queue as a door asks for it: for a seat, by whoever holds it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from creditbank.bank import clock
from creditbank.bank.calendar import counting, working_days
from creditbank.bank.calendar.tables import Table
from creditbank.bank.desk.reviewers import oneself
from creditbank.bank.history import Actor
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.reviews import cases, clocks, queue
from creditbank.bank.reviews.models import Case, Kind
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.reviews.stages import Stage

SOON = 1  # working days


# What is counted for a page is counted up to here: who waits behind a thousand cases need not know
# how many more there are, and a page may not get slower with every case (decision record 11).
MOST = 1000
SHOWN = (
    *(
        "number",
        "kind",
        "matter",
        "account_number",
        "stage",
        "held_for",
        "taken_by",
        "taken_until",
        "days",
    ),
    *("submitted_at", "due_at", "due_provisional", "place__name_zh", "place__name_en"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many cases of a kind wait: all, due within one working day, past their deadline.

    Exact below `MOST`; beyond, they are those of the `MOST` that are due first, and `more` is set.
    """

    kind: str
    label: str
    waiting: int
    soon: int
    overdue: int

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.waiting >= MOST


def waiting(seat: Appointment) -> QuerySet[Case]:
    """Cases that wait for this seat, the next due first."""
    return queue.waiting(seat, oneself(seat.user))


def how_many(seat: Appointment) -> int | str:
    """How many cases wait for this seat; from `MOST` on only that there are more."""
    counted = queue.waiting(seat)[:MOST].count()
    return counted if counted < MOST else f"{MOST}+"


def page(rows: QuerySet[Case], count: int) -> list[Case]:
    """The first of some waiting cases, with what a line of the queue shows and no more."""
    shown = rows.select_related("place").only(*SHOWN)
    return clocks.with_segments(list(shown[:count]))


def soon(table: Table) -> Q:
    """Picks cases due within one working day, and not overdue."""
    last = counting.due(clock.today(), SOON, table).on
    return Q(due_at__lte=working_days.end_of(last), due_at__gte=clock.now())


def overdue() -> Q:
    """Picks cases past their deadline; a provisional one is no deadline to hold anybody to."""
    return Q(due_at__lt=clock.now(), due_provisional=False)


def figures(rows: QuerySet[Case], near: Q) -> list[Figures]:
    """Counts of waiting cases by kind, a query each; `near` picks what is due soon."""
    return [_figures(rows.filter(kind=kind), kind, near) for kind in Kind]


def _figures(rows: QuerySet[Case], kind: Kind, near: Q) -> Figures:
    counted = rows[:MOST].aggregate(
        waiting=Count("id"), soon=Count("id", near), overdue=Count("id", overdue())
    )
    return Figures(kind.value, str(kind.label), **counted)


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
    # All of them, they are few: with a limit the planner would rather read the whole queue.
    for case in list(here.filter(own.barred).select_related("organisation")):
        settle(case, by=seat.user)
