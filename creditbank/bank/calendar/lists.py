"""Lists of exceptional days as people write and paste them; pure.

A line is `2027-01-01 至 2027-01-03 元旦` or `2027-01-04 上班` (`to` and `work` serve as well), or a
sentence of the yearly notice of the State Council:
`一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月4日（周日）上班。`
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

MADE_UP, OFF = "调休上班", "放假"
# The holidays that a notice names, as the library calls them in English.
ENGLISH = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-autumn Festival",
    "国庆节": "National Day",
}
_SATURDAY = 5
_LONGEST_NAME = 40
_DATE = re.compile(
    r"(?:(?P<year>\d{4})\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"|(?P<alone>\d{1,2})\s*日"
)
_TITLE = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d{1,2}[.、]\s*)?(?P<name>[^\d:]{1,20}):")
_ASIDE = re.compile(r"\([^)]*\)|共\s*\d+\s*天")
_NOISE = re.compile(r"[\s,、.:\-~—–]|放假|调休|上班|休息|与周末连休|和|\bwork\b|\bto\b")
_UNTIL = {"至", "到", "to", "-", "~", "—", "–", "--", "——"}
_WORKING = re.compile(r"上班|\bwork\b")


@dataclass(frozen=True, order=True)
class Day:
    """A day that is not what its weekday says."""

    day: dt.date
    working: bool
    name_zh: str

    @property
    def name_en(self) -> str:
        """The English name of a holiday that the notices know; of a make-up day likewise."""
        return ENGLISH.get(self.name_zh.removesuffix(MADE_UP), "")


@dataclass
class Reading:
    """What a list was read as: days, what is wrong (line number, sentence), lines without a date."""

    days: list[Day] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def read(text: str, year: int) -> Reading:
    """Read a list of the days of one year."""
    reading = Reading()
    found: dict[dt.date, Day] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        line = unicodedata.normalize("NFKC", raw).strip()
        try:
            days = list(_line(line, year))
        except ValueError:
            reading.problems.append((number, _("有一个日期不存在，请检查月份和日期。")))
            continue
        if line and not days:
            reading.skipped.append(raw.strip())
        for one in days:
            reading.problems += [(number, told) for told in _wrong(one, year, found)]
            found[one.day] = one
    reading.days = sorted(found.values())
    return reading


def written(days: Iterable[Day]) -> str:
    """The list as one would write it; reading it gives the same days."""
    return "".join(f"{line}\n" for line in _lines(sorted(days)))


def _line(line: str, year: int) -> Iterator[Day]:
    title = _TITLE.match(line)
    name = title["name"].strip() if title else ""
    rest = line[title.end() :] if title else line
    for clause in re.split(r"[。;]", _ASIDE.sub("", rest)):
        dates = list(_DATE.finditer(clause))
        if not dates:
            continue
        working = bool(_WORKING.search(clause))
        own = _NOISE.sub("", _DATE.sub("", clause).translate(_DROPPED))[:_LONGEST_NAME]
        called = own or name
        shown = f"{called}{MADE_UP}" if working else called or OFF
        for day in _days(clause, dates, year):
            yield Day(day, working, shown)
        name = name or called


_DROPPED = {ord(sign): None for sign in "至到"}


def _days(clause: str, dates: list[re.Match[str]], year: int) -> Iterator[dt.date]:
    """The dates of a clause, spans filled; a date without month or year takes those before it."""
    read_as: list[dt.date] = []
    for found in dates:
        before = read_as[-1] if read_as else dt.date(year, 1, 1)
        month = int(found["month"] or before.month)
        this_year = int(found["year"] or before.year)
        read_as.append(dt.date(this_year, month, int(found["day"] or found["alone"])))
    yield read_as[0]
    for (left, right), (start, end) in zip(pairwise(dates), pairwise(read_as), strict=True):
        if clause[left.end() : right.start()].strip() in _UNTIL:
            yield from (start + dt.timedelta(n) for n in range(1, min((end - start).days, 60)))
        yield end


def _wrong(one: Day, year: int, found: dict[dt.date, Day]) -> Iterator[str]:
    told = {"day": one.day.isoformat(), "year": year}
    if one.day.year != year:
        yield _("%(day)s 不在 %(year)s 年，请到那一年的页面登记。") % told
    if one.day in found and found[one.day].working != one.working:
        yield _("%(day)s 既写了放假又写了上班。") % told
    if one.working and one.day.weekday() < _SATURDAY:
        yield _("%(day)s 不是周末，本来就是工作日。") % told


def _lines(days: list[Day]) -> Iterator[str]:
    at = 0
    while at < len(days):
        first, end = days[at], at + 1
        while end < len(days) and not first.working and _follows(days[end - 1], days[end]):
            end += 1
        span = first.day.isoformat()
        if end - at > 1:
            span += f" 至 {days[end - 1].day.isoformat()}"
        name = first.name_zh.removesuffix(MADE_UP)
        yield f"{span} 上班 {name}".rstrip() if first.working else f"{span} {name}"
        at = end


def _follows(one: Day, other: Day) -> bool:
    next_day = one.day + dt.timedelta(days=1)
    return other == Day(next_day, one.working, one.name_zh)
