"""Verbs on the yearly notices: take over the published ones, edit a day, publish a year."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import chinese_calendar

from creditbank.bank import ids
from creditbank.bank.calendar.lists import Day
from creditbank.bank.calendar.models import CalendarYear, Holiday
from creditbank.bank.history import Actor, verb
from creditbank.bank.revisions import edited_meanwhile


def load_published(
    years: Any = CalendarYear, days: Any = Holiday, *, using: str = "default"
) -> list[int]:
    """Enter the years that the library knows and the bank does not; give the years entered.

    May run again and again: a year that is there is left as it is, for administrators may have
    changed it. A migration hands in its historical models and its connection's alias.
    """
    known = set(years.objects.using(using).values_list("year", flat=True))
    exceptions = _library_days()
    new = sorted({day.year for day, *_names in exceptions} - known)
    years.objects.using(using).bulk_create(
        [years(year=year, published=True, stamp=ids.uuid7()) for year in new]
    )
    days.objects.using(using).bulk_create(
        [
            days(day=day, year_id=day.year, working=working, name_zh=name_zh, name_en=name_en)
            for day, working, name_zh, name_en in exceptions
            if day.year in new
        ]
    )
    return new


@verb
def replace(
    year: int,
    days: Iterable[Day],
    *,
    published: bool,
    notice: str,
    seen: UUID | None,
    by: Actor,
) -> CalendarYear:
    """Let these be all exceptional days of a year, and say whether it counts.

    `seen` is the stamp that the editor has seen, None where there was no such year; refused where
    somebody else saved since.
    """
    row = _seen(year, seen)
    wanted = {one.day: one for one in days}
    held = {one.day: one for one in row.days.all()}
    row.days.exclude(day__in=wanted).delete()
    for day, one in wanted.items():
        before = held.get(day)
        if before is None or (before.working, before.name_zh) != (one.working, one.name_zh):
            told = {"working": one.working, "name_zh": one.name_zh, "name_en": one.name_en}
            Holiday.objects.update_or_create(day=day, defaults={"year": row, **told})
    return _touch(year, published=published, notice=notice)


@verb
def publish(year: int, *, by: Actor, notice: str = "", reason: str = "") -> CalendarYear:
    """Let a year count from now on; its days should have been entered before."""
    return _touch(year, published=True, notice=notice)


@verb
def withdraw(year: int, *, by: Actor, reason: str = "") -> CalendarYear:
    """Treat a year as not published: deadlines that reach into it become provisional."""
    return _touch(year, published=False)


@verb
def enter(
    day: dt.date,
    *,
    working: bool,
    name_zh: str,
    by: Actor,
    name_en: str = "",
    reason: str = "",
) -> Holiday:
    """Enter or change a day off or a make-up working day."""
    year = _touch(day.year)
    row, _created = Holiday.objects.update_or_create(
        day=day,
        defaults={"year": year, "working": working, "name_zh": name_zh, "name_en": name_en},
    )
    return row


@verb
def remove(day: dt.date, *, by: Actor, reason: str = "") -> None:
    """Let a day be again what its weekday says."""
    _touch(day.year)
    Holiday.objects.filter(day=day).delete()


def _seen(year: int, stamp: UUID | None) -> CalendarYear:
    row = CalendarYear.objects.select_for_update().filter(year=year).first()
    if (row.stamp if row else None) != stamp:
        raise edited_meanwhile()
    return row or _touch(year)


def _touch(year: int, **changes: object) -> CalendarYear:
    row, _created = CalendarYear.objects.update_or_create(
        year=year, defaults={"stamp": ids.uuid7(), **changes}
    )
    return row


def _library_days() -> list[tuple[dt.date, bool, str, str]]:
    found = []
    for working, days in (
        (False, chinese_calendar.constants.holidays),
        (True, chinese_calendar.constants.workdays),
    ):
        for day, english in days.items():
            chinese = _chinese(english)
            found.append((day, working, f"{chinese}调休上班" if working else chinese, english))
    return sorted(found)


def _chinese(english: str) -> str:
    name: str = chinese_calendar.constants.Holiday(english).chinese
    return f"{name}节" if name in {"清明", "端午", "中秋"} else name
