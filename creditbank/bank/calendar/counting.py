"""Counting working days. Pure: a table goes in, a date comes out.

The day of submission is day 0. Time with the learner does not count: a returned submission keeps
its remaining days, the day of return being one of the used ones, and never fewer than one.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from creditbank.bank.calendar.tables import Table

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due.

    `provisional` means that the published years end before the last day: `on` is then the last
    working day that is known (the start itself where none is) and `days_left` how many working
    days are still to come after it.
    """

    on: dt.date
    provisional: bool
    days_left: int


def due(start: dt.date, days: int, table: Table) -> Due:
    """The `days`-th working day after `start`; zero days are due on the day itself."""
    if days < 0:
        raise ValueError(days)
    last, day, left = start, start, days
    while left:
        day += _DAY
        if not table.knows(day):
            return Due(last, provisional=True, days_left=left)
        if table.is_working(day):
            last, left = day, left - 1
    return Due(last, provisional=False, days_left=0)


@lru_cache(maxsize=4096)
def used(start: dt.date, end: dt.date, table: Table) -> int:
    """Working days after `start` up to and including `end`, as far as the table knows them."""
    span = (start + _DAY * offset for offset in range(1, (end - start).days + 1))
    return sum(table.knows(day) and table.is_working(day) for day in span)


def remaining(days: int, start: dt.date, returned: dt.date, table: Table) -> int:
    """What is left of `days` begun on `start` when the case goes back to the learner: 1 or more."""
    return max(1, days - used(start, returned, table))
