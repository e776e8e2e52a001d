"""Dates as registrars write them, as exactly as they are told and no more."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.identity import Document
from creditbank.bank.imports.persons import optional
from creditbank.bank.imports.verdicts import Slip

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:份)?")
_YEAR = re.compile(r"(\d{4})\s*年?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)?")
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$")
_SERIAL = re.compile(r"([1-9]\d{4})(?:\.0+)?")
_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TENS = re.compile(r"(\d?)十(\d?)")
# What a spreadsheet counts its days from. Serials before 1982 look like other numbers.
_EPOCH = dt.date(1899, 12, 30)
_FIRST_SERIAL = 30_000


@dataclass(frozen=True)
class Date:
    """A day, and whether day, month or only the year of it is known (the rest is the first)."""

    day: dt.date
    precision: str


def read(slip: Slip, field: str) -> Date | None:
    """The date of a cell; None where it is empty or rejected."""
    told = optional(slip, field, 60)
    if not told:
        return None
    try:
        found, canonical = _understood(told)
    except ValueError:
        slip.reject(field, _("没有这一天：%(date)s。请核对。") % {"date": told[:20]})
        return None
    if found is None:
        sentence = _("看不懂日期“%(date)s”，应写成 2026-06-30 这样的形式。")
        slip.reject(field, sentence % {"date": told[:20]})
        return None
    if _serial(told):
        said = _("按表格软件的日期序号读作 %(date)s。") % {"date": canonical}
        slip.normalised(field, said)
    elif told != canonical:
        slip.normalised()
    return found


def refuse_impossible(
    slip: Slip, field: str, found: Date | None, document: Document | None
) -> None:
    """What is said to have been obtained must have been, and not before its holder was born."""
    if found and found.day > clock.today():
        slip.reject(field, _("日期还没有到：%(date)s。请核对。") % {"date": found.day.isoformat()})
    born = document.birth_date if document else None
    if found and born and found.day.year < born.year:
        slip.reject(field, _("取得日期早于出生日期，请核对。"))


@lru_cache(maxsize=4096)
def _understood(told: str) -> tuple[Date | None, str]:
    """The date and its one spelling; ValueError where there is no such day."""
    text = _CLOCK.sub("", _arabic(told))
    if day := _DAY.fullmatch(text):
        return _dated(*map(int, day.groups()))
    if compact := _COMPACT.fullmatch(text):
        return _dated(*(int(part) for part in compact.groups() if part))
    if serial := _serial(text):
        return _day(_EPOCH + dt.timedelta(days=serial))
    # A numeric cell makes 2026.1 of 2026.10.
    if (month := _MONTH.fullmatch(text)) and not text.endswith(".1"):
        return _dated(*map(int, month.groups()))
    if year := _YEAR.fullmatch(text):
        return _dated(int(year[1]))
    return None, ""


def _dated(year: int, month: int = 0, day: int = 0) -> tuple[Date, str]:
    if day:
        return _day(dt.date(year, month, day))
    if month:
        return Date(dt.date(year, month, 1), "month"), f"{year:04d}-{month:02d}"
    return Date(dt.date(year, 1, 1), "year"), f"{year:04d}"


def _day(day: dt.date) -> tuple[Date, str]:
    if not 1900 <= day.year <= 2199:
        raise ValueError(day)
    return Date(day, "day"), day.isoformat()


def _serial(text: str) -> int:
    """The days that a spreadsheet counted; 0 where this is no such number."""
    found = _SERIAL.fullmatch(text)
    days = int(found[1]) if found else 0
    return days if days >= _FIRST_SERIAL else 0


def _arabic(told: str) -> str:
    """二〇二六年六月三十日 in digits; what has digits of its own stays as it is."""
    if any(character.isdigit() and character.isascii() for character in told):
        return told
    text = told.translate(_CHINESE)
    return _TENS.sub(lambda ten: f"{ten[1] or '1'}{ten[2] or '0'}", text)
