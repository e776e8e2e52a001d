"""Whether a certificate could have been issued when somebody says it was: a pure question."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum

from creditbank.bank.catalogue.models import Version

_TOLD = re.compile(r"[12][0-9]{3}(/[12]|-[0-9]{2}(-[0-9]{2})?)?")
_SITTING = re.compile(r"([12][0-9]{3})/([12])")


class Answer(StrEnum):
    """A date of which a part is missing never gives a yes that the missing part could turn."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


def issued(versions: Iterable[Version], start: dt.date, precision: str) -> Answer:
    """Whether any version's window of issue holds the whole span, none of it, or a part."""
    first, last = span(start, precision)
    known = list(versions)
    if not known:
        return Answer.YES
    touched = False
    for version in known:
        begin, end = version.issued_from or dt.date.min, version.issued_until or dt.date.max
        if begin <= first and last <= end:
            return Answer.YES
        touched = touched or (begin <= last and first <= end)
    return Answer.UNCLEAR if touched else Answer.NO


def span(start: dt.date, precision: str) -> tuple[dt.date, dt.date]:
    """First and last day that a date of this precision (day, month, sitting, year) may mean."""
    if precision == "year":
        return dt.date(start.year, 1, 1), dt.date(start.year, 12, 31)
    if precision == "sitting":
        return _months(start.year, 1, 6) if start.month <= 6 else _months(start.year, 7, 12)
    if precision == "month":
        return _months(start.year, start.month, start.month)
    return start, start


def sitting(told: str) -> dt.date | None:
    """The first day of the half-year of a sitting, `2005/1` or `2005/2`."""
    found = _SITTING.fullmatch(told.strip())
    return dt.date(int(found[1]), 1 if found[2] == "1" else 7, 1) if found else None


def precision(told: str) -> str:
    """How exactly `1995`, `2005/1`, `2013-09` or `2006-01-01` is known; `ValueError` for the rest."""
    if not _TOLD.fullmatch(told):
        raise ValueError(told)
    bound(told, last=False)
    return "sitting" if "/" in told else ("year", "month", "day")[told.count("-")]


def bound(told: str | None, *, last: bool) -> dt.date | None:
    """First or last day that `1995`, `2005/1` (sitting), `2013-09` or `2006-01-01` can mean."""
    if not told:
        return None
    half = sitting(told)
    if half:
        return span(half, "sitting")[last]
    parts = [int(part) for part in told.split("-")]
    precision = ("year", "month", "day")[len(parts) - 1]
    return span(dt.date(*parts, *(1,) * (3 - len(parts))), precision)[last]


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    days = calendar.monthrange(year, last)[1]
    return dt.date(year, first, 1), dt.date(year, last, days)
