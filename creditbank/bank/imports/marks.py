"""Marks, credits and hours as they stand in rosters: exact decimals, or words that mean a mark."""

import re
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creditbank.bank.imports.persons import optional
from creditbank.bank.imports.verdicts import Slip

HIGHEST_SCORE = Decimal(100)
MOST_CREDITS = Decimal(1000)
MOST_HOURS = Decimal(100_000)
PLACES = 4
PASSED = {
    "优秀",
    "优",
    "良好",
    "良",
    "中等",
    "中",
    "及格",
    "合格",
    "通过",
    "达标",
    "A",
    "B",
    "C",
    "D",
    "P",
}
FAILED = {"不及格", "不合格", "未通过", "不通过", "差", "E", "F"}
EXEMPT = {"免考", "免修"}
WITHOUT = EXEMPT | {
    "缺考",
    "缺席",
    "缺勤",
    "旷考",
    "缓考",
    "未考",
    "未参加",
    "作弊",
    "违纪",
    "取消",
}
_DECIMAL = re.compile(r"-?\d{1,30}(\.\d{1,20})?", re.ASCII)
_LETTER = re.compile(r"[A-DP][+-]?")


def mark(slip: Slip, highest: Decimal = HIGHEST_SCORE) -> tuple[Decimal | None, str]:
    """The score of a row, or the word that stands where one would: of any of the sets above.

    Nothing where the cell is empty, or what stands there is neither.
    """
    told = optional(slip, "score", 40)
    if not told or told in PASSED | FAILED | WITHOUT or _LETTER.fullmatch(told.upper()):
        return None, told
    value = _decimal(slip, told, ("分", "%"))
    if value is None or not 0 <= value <= highest or value != round(value, PLACES):
        sentence = _("成绩应为 0 至 %(highest)s 的数字，或“优秀”“合格”等等第，请核对。")
        slip.reject("score", sentence % {"highest": highest})
        return None, ""
    return value, ""


def credits_(slip: Slip, field: str = "credits") -> Decimal | None:
    """The credits, exactly as written."""
    sentence = _("学分应为 0 至 1000 的数字，小数点用“.”，最多四位小数，请核对。")
    return _amount(slip, field, ("学分", "分"), MOST_CREDITS, sentence)


def hours(slip: Slip) -> Decimal | None:
    """The hours of study, exactly as written."""
    sentence = _("学时应为数字，小数点用“.”，请核对。")
    return _amount(slip, "hours", ("学时", "课时", "小时"), MOST_HOURS, sentence)


def _amount(
    slip: Slip, field: str, units: tuple[str, ...], most: Decimal, sentence: str | Promise
) -> Decimal | None:
    told = optional(slip, field, 40)
    if not told:
        return None
    value = _decimal(slip, told, units)
    exact = value is not None and value == round(value, PLACES)
    if value is None or not exact or not 0 <= value <= most:
        slip.reject(field, sentence)
        return None
    return value


def _decimal(slip: Slip, told: str, units: tuple[str, ...]) -> Decimal | None:
    bare = told
    for unit in units:
        bare = bare.removesuffix(unit).strip()
    if not _DECIMAL.fullmatch(bare):
        return None
    if bare != told:
        slip.normalised()
    return Decimal(bare)
