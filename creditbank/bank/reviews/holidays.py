"""What the holiday table means for cases under review: a change of it, and the deadlines that follow."""

import datetime as dt
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Q, QuerySet

from creditbank.bank import clock, jobs
from creditbank.bank.calendar import Table, notices, working_days
from creditbank.bank.calendar.lists import Day
from creditbank.bank.calendar.models import CalendarYear
from creditbank.bank.history import Actor, verb
from creditbank.bank.reviews import tasks
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.stages import Stage

Span = tuple[dt.date, dt.date]
_RUNNING = (Stage.OPEN, Stage.DECIDED)


@verb
def settle_year(
    year: int, days: Iterable[Day], *, published: bool, notice: str, seen: UUID | None, by: Actor
) -> CalendarYear:
    """Let these be all exceptional days of a year; deadlines that count over it follow by a job."""
    row = notices.replace(year, days, published=published, notice=notice, seen=seen, by=by)
    jobs.defer(tasks.recount_deadlines, since=dt.date(year, 1, 1).isoformat())
    return row


def moved(year: int, days: Iterable[Day], *, published: bool) -> int:
    """How many deadlines that learners were shown as firm would move if a year were like this."""
    after = working_days.with_year(year, days, published=published)
    spans = list(_spans(year, working_days.table(), after))
    return _counting_over(spans).count() if spans else 0


def waiting_for(year: int) -> int:
    """How many provisional deadlines wait for the table of a year."""
    begun = dt.datetime(year, 1, 1, tzinfo=clock.SHANGHAI) - dt.timedelta(days=366)
    rows = Case.objects.filter(stage__in=_RUNNING, due_provisional=True, due_at__gte=begun)
    return rows.count()


def _counting_over(spans: list[Span]) -> QuerySet[Case]:
    """Cases with a firm deadline whose clock runs over any of these days."""
    touched = Q()
    for first, last in spans:
        begun = working_days.end_of(last - dt.timedelta(days=1))
        due = dt.datetime.combine(first, dt.time(), clock.SHANGHAI)
        touched |= Q(segments__started_at__lte=begun, due_at__gte=due)
    running = Case.objects.filter(stage__in=_RUNNING, due_provisional=False)
    return running.filter(touched, segments__ended_at__isnull=True).distinct()


def _spans(year: int, before: Table, after: Table) -> Iterator[Span]:
    """Runs of days of a year that count in one table and not, or unknown, in the other."""
    day, begun = dt.date(year, 1, 1), None
    while day.year == year:
        if _counts(before, day) != _counts(after, day):
            begun = begun or day
        elif begun:
            yield begun, day - dt.timedelta(days=1)
            begun = None
        day += dt.timedelta(days=1)
    if begun:
        yield begun, day - dt.timedelta(days=1)


def _counts(table: Table, day: dt.date) -> bool | None:
    return table.is_working(day) if table.knows(day) else None
