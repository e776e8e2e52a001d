"""The queue as a door asks for it: for a seat, by whoever holds it."""

from django.db.models import QuerySet

from creditbank.bank.desk import listing
from creditbank.bank.desk.reviewers import oneself
from creditbank.bank.history import Actor
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.reviews import cases, queue
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.reviews.stages import Stage


def waiting(seat: Appointment) -> QuerySet[Case]:
    """Cases that wait for this seat, the next due first."""
    return queue.waiting(seat, oneself(seat.user))


def how_many(seat: Appointment) -> int | str:
    """How many cases wait for this seat; from `MOST` on only that there are more."""
    counted = queue.waiting(seat)[: listing.MOST].count()
    return counted if counted < listing.MOST else f"{listing.MOST}+"


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
