"""The clock of a case: how much of its working days is used and left, and until when it is due.

The day of a submission is day 0. While the case is with the learner the clock stands; afterwards
the remaining days run on, at least one: max(1, N − working days used, the day of return included).
"""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from creditbank.bank import clock
from creditbank.bank.asked import GivenAny, asked
from creditbank.bank.calendar import used, working_days
from creditbank.bank.calendar.tables import Table
from creditbank.bank.reviews.models import Case, Segment


def start(case: Case, at: dt.datetime) -> tuple[dt.datetime, bool]:
    """Until when the case is due if its clock starts (again) at `at`, and whether provisionally."""
    return working_days.due_at(at, allowed(case, working_days.table()))


def allowed(case: Case, table: Table) -> int:
    """The working days that the last segment of a case has, by what is known of days today."""
    return _allowed(case, _segments(case), table)


def left(case: Case, table: Table) -> int:
    """Working days left; negative is overdue. Of a clock that stands, what it will start with."""
    segments = _segments(case)
    segment = _running(segments)
    if segment is None:
        return _allowed(case, segments, table)
    days = _allowed(case, segments, table) - used(_day(segment.started_at), clock.today(), table)
    over = not case.due_provisional and clock.now() > case.due_at
    return min(days, -1) if over else days


def running(case: Case) -> Segment | None:
    """The segment whose clock runs; None while it stands."""
    return _running(_segments(case))


def stop(case: Case, at: dt.datetime) -> None:
    """End the running segment; its day of return counts as used."""
    for segment in Segment.objects.filter(case=case, ended_at__isnull=True):
        segment.ended_at = at
        segment.days_used = working_days.used(segment.started_at, at)
        segment.save(update_fields=["ended_at", "days_used"])


def with_segments(cases: list[Case]) -> list[Case]:
    """The same cases with the segments of all of them, read at once: for pages that show many."""
    found: dict[UUID, list[Segment]] = {case.pk: [] for case in cases}
    for segment in _of_cases(cases=list(found)):
        found[segment.case_id].append(segment)
    for case in cases:
        case.known_segments = found[case.pk]
    return cases


@asked
def _of_cases() -> QuerySet[Segment]:
    return Segment.objects.filter(case_id__in=GivenAny("cases", "uuid"))


def _segments(case: Case) -> list[Segment]:
    return list(case.segments.all()) if case.known_segments is None else case.known_segments


def _running(segments: list[Segment]) -> Segment | None:
    return next((row for row in segments if row.ended_at is None), None)


def _allowed(case: Case, segments: list[Segment], table: Table) -> int:
    return max(1, case.days - sum(_used(segment, table) for segment in segments))


def _used(segment: Segment, table: Table) -> int:
    # Counted anew: where a year was unpublished at the return, its days are known by now.
    ended = segment.ended_at
    return used(_day(segment.started_at), _day(ended), table) if ended else 0


def _day(instant: dt.datetime) -> dt.date:
    return instant.astimezone(clock.SHANGHAI).date()
