"""An outcome as one line of a list, with the clock of its review."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from creditbank.bank.asked import GivenAny, asked
from creditbank.bank.calendar import working_days
from creditbank.bank.outcomes import descriptions
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage
from creditbank.bank.reviews import clocks
from creditbank.bank.reviews.models import Case, Kind


@dataclass(frozen=True)
class Clock:
    """Until when the answer is due; while the learner corrects, time stands and `due_at` is None.

    `left` counts working days, negative when overdue.
    """

    due_at: dt.datetime | None
    left: int
    provisional: bool


@dataclass(frozen=True)
class Line:
    """What a list shows of an outcome."""

    outcome: Outcome
    title: str
    kind: str
    obtained: str
    clock: Clock | None


def lines(outcomes: Iterable[Outcome]) -> list[Line]:
    """Lines of outcomes read with `known()`; their clocks cost the same however many they are."""
    rows = list(outcomes)
    running = clocks_of(rows)
    return [
        Line(
            row,
            descriptions.title(row) or row.number,
            descriptions.kind(row),
            descriptions.obtained(row),
            running.get(row.pk),
        )
        for row in rows
    ]


def clocks_of(outcomes: Iterable[Outcome]) -> dict[UUID, Clock]:
    """The clocks of those outcomes that are under review or returned."""
    stages = {row.pk: row.stage for row in outcomes if row.may_be_withdrawn}
    if not stages:
        return {}
    cases = clocks.with_segments(_cases(subjects=list(stages)))
    table = working_days.table()
    return {
        case.subject_id: Clock(
            None if stages[case.subject_id] == Stage.RETURNED else case.due_at,
            clocks.left(case, table),
            case.due_provisional,
        )
        for case in cases
    }


@asked
def _cases() -> QuerySet[Case]:
    subjects = GivenAny("subjects", "uuid")
    rows = Case.objects.filter(kind=Kind.OUTCOME, subject_id__in=subjects).order_by("id")
    return rows.only("subject_id", "days", "due_at", "due_provisional")
