"""What the other rooms ask: until when, and how much is left, by the bank's own table."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from creditbank.bank import clock
from creditbank.bank.asked import asked
from creditbank.bank.calendar import counting
from creditbank.bank.calendar.lists import Day
from creditbank.bank.calendar.models import CalendarYear, Holiday
from creditbank.bank.calendar.tables import Table

Stamps = tuple[tuple[int, bool, UUID], ...]

_END_OF_DAY = dt.time(23, 59, 59)
_remembered: tuple[Stamps, Table] | None = None


def table() -> Table:
    """The bank's table: one query for the stamps, a second one only after a change."""
    global _remembered  # noqa: PLW0603 - one table a process; the stamps say whether it holds
    stamps = tuple(_stamps())
    if _remembered is None or _remembered[0] != stamps:
        _remembered = (stamps, _load(stamps))
    return _remembered[1]


@asked
def _stamps() -> QuerySet[CalendarYear, tuple[int, bool, UUID]]:
    return CalendarYear.objects.values_list("year", "published", "stamp")


def with_year(year: int, days: Iterable[Day], *, published: bool) -> Table:
    """The bank's table as it would be if a year were like this: for a look before it counts."""
    present = table()
    off = {day for day in present.off if day.year != year}
    made_up = {day for day in present.made_up if day.year != year}
    for one in days if published else ():
        (made_up if one.working else off).add(one.day)
    years = (present.years - {year}) | ({year} if published else set())
    return Table(frozenset(years), frozenset(off), frozenset(made_up))


def due_at(start: dt.datetime, days: int) -> tuple[dt.datetime, bool]:
    """The end of the `days`-th working day after `start`, and whether that is provisional.

    `start` is any aware instant; its day is the one in Shanghai. A provisional answer is no
    deadline to hold anyone to: ask again once the next year is published.
    """
    answer = forecast(start, days)
    return end_of(answer.on), answer.provisional


def forecast(start: dt.datetime, days: int) -> counting.Due:
    """The same as a date, with the working days still to come where it is provisional."""
    return counting.due(_day(start), days, table())


def days_left(days: int, start: dt.datetime, returned: dt.datetime) -> int:
    """What is left of `days` begun at `start` when returned to the learner: 1 or more."""
    return counting.remaining(days, _day(start), _day(returned), table())


def used(start: dt.datetime, end: dt.datetime) -> int:
    """Working days after the day of `start` up to and including the day of `end`."""
    return counting.used(_day(start), _day(end), table())


def end_of(day: dt.date) -> dt.datetime:
    """The last second of a day in Shanghai."""
    return dt.datetime.combine(day, _END_OF_DAY, clock.SHANGHAI)


def _day(instant: dt.datetime) -> dt.date:
    return instant.astimezone(clock.SHANGHAI).date()


def _load(stamps: Stamps) -> Table:
    days = dict(Holiday.objects.filter(year__published=True).values_list("day", "working"))
    return Table(
        years=frozenset(year for year, published, _stamp in stamps if published),
        off=frozenset(day for day, working in days.items() if not working),
        made_up=frozenset(day for day, working in days.items() if working),
    )
