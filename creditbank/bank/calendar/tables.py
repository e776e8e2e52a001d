"""What is known about days: an immutable table of published years and their exceptions."""

import datetime as dt
import functools
from dataclasses import dataclass

import chinese_calendar

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Table:
    """Published years, the weekdays they give off and the weekend days they make up."""

    years: frozenset[int]
    off: frozenset[dt.date]
    made_up: frozenset[dt.date]

    def knows(self, day: dt.date) -> bool:
        """Whether the year of a day is published."""
        return day.year in self.years

    def is_working(self, day: dt.date) -> bool:
        """Whether a day of a published year counts; `LookupError` where the year is unknown."""
        if not self.knows(day):
            raise LookupError(day)
        if day in self.made_up:
            return True
        return day.weekday() < _SATURDAY and day not in self.off


@functools.cache
def library_table() -> Table:
    """The notices that came with the installed library, 2004 to its last year."""
    off = frozenset(chinese_calendar.constants.holidays)
    made_up = frozenset(chinese_calendar.constants.workdays)
    return Table(frozenset(day.year for day in off), off, made_up)
