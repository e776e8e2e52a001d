"""Verbs on goals: set and dropped by an administrator above, read by whoever sees the figures."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.progress.measures import Figures
from creditbank.bank.progress.models import Goal
from creditbank.bank.refusals import Refused

LONGEST_AHEAD = dt.timedelta(days=5 * 366)


@dataclass(frozen=True)
class Standing:
    """A goal beside what there is."""

    goal: Goal
    actual: float | None

    @property
    def reached(self) -> bool:
        """Whether it is reached already."""
        return self.actual is not None and self.actual >= self.goal.amount

    @property
    def missed(self) -> bool:
        """Whether its day is over and it was not reached."""
        return not self.reached and self.goal.due_on < clock.today()


@verb
def set_goal(
    seat: Appointment,
    organisation: Organisation,
    *,
    measure: Goal.Measure,
    amount: int,
    due_on: dt.date,
    by: Actor,
) -> Goal:
    """Say what an organisation below is to reach by a date; said again, the later word holds.

    Refused: `own` (nobody sets goals for themselves), `past`, `far`, `amount`.
    """
    _refuse_own(seat, organisation)
    if due_on < clock.today():
        raise Refused("past", _("截止日期不能早于今天。"), field="due_on")
    if due_on > clock.today() + LONGEST_AHEAD:
        raise Refused("far", _("截止日期不能晚于五年以后。"), field="due_on")
    if amount < 1 or (measure == Goal.Measure.SHARE and amount > 100):
        raise Refused("amount", _("激活率请填 1 到 100，数量至少为 1。"), field="amount")
    told = {"amount": amount, "set_by_label": by.actor_label, "set_at": clock.now()}
    goal, _made = Goal.objects.update_or_create(
        organisation=organisation, measure=measure, due_on=due_on, defaults=told
    )
    return goal


@verb
def drop(seat: Appointment, goal: Goal, *, by: Actor) -> None:
    """Take a goal back; the history keeps it. Refused: `own`."""
    _refuse_own(seat, goal.organisation)
    goal.delete()


def of(organisation: Organisation) -> QuerySet[Goal]:
    """The goals of an organisation, the next one due first."""
    return Goal.objects.filter(organisation=organisation).order_by("due_on", "measure")


def standing(goal: Goal, figures: Figures) -> Standing:
    """Hold a goal against figures at the day that counts for it."""
    actual: float | None = {
        Goal.Measure.SHARE: figures.share,
        Goal.Measure.OPEN: figures["activated"] + figures["registered"],
        Goal.Measure.STORED: figures.stored,
    }[Goal.Measure(goal.measure)]
    return Standing(goal, actual)


def may_set(seat: Appointment, organisation: Organisation) -> bool:
    """Whether an organisation lies below the seat, not at it."""
    return organisation.is_within(seat.organisation) and organisation.pk != seat.organisation_id


def _refuse_own(seat: Appointment, organisation: Organisation) -> None:
    if not may_set(seat, organisation):
        raise Refused("own", _("工作目标由上级机构设定。"))
