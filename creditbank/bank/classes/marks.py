"""Scores and credits as they stand in rosters: exact decimals, or words that mean one."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from creditbank.bank.imports.persons import optional
from creditbank.bank.imports.verdicts import Slip

HIGHEST_SCORE = Decimal(100)
MOST_CREDITS = Decimal(1000)
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
WITHOUT = {
    "缺考",
    "缺席",
    "缺勤",
    "旷考",
    "缓考",
    "免考",
    "免修",
    "未考",
    "未参加",
    "作弊",
    "违纪",
    "取消",
}
_DECIMAL = re.compile(r"-?\d{1,30}(\.\d{1,20})?", re.ASCII)
_LETTER = re.compile(r"[A-DP][+-]?")


def score(slip: Slip) -> tuple[Decimal | None, str]:
    """The score, or the word that stands for one."""
    told = optional(slip, "score", 40)
    if not told:
        return None, ""
    if told in PASSED or _LETTER.fullmatch(told.upper()):
        return None, told
    if told in FAILED:
        slip.review("score", _("成绩是“%(score)s”：请确认是否仍要存入。") % {"score": told})
        return None, told
    if told in WITHOUT:
        sentence = _("“%(score)s”不是成绩：请确认是否只开户、不存入成果。")
        slip.review("score", sentence % {"score": told})
        return None, ""
    value = _decimal(slip, told, ("分", "%"))
    if value is None or not 0 <= value <= HIGHEST_SCORE:
        slip.reject("score", _("成绩应为 0 至 100 的数字，或“优秀”“合格”等等第，请核对。"))
        return None, ""
    return value, ""


def credits_(slip: Slip) -> Decimal | None:
    """The credits, exactly as written."""
    told = optional(slip, "credits", 40)
    if not told:
        return None
    value = _decimal(slip, told, ("学分", "分"))
    exact = value is not None and value == round(value, PLACES)
    if value is None or not exact or not 0 <= value <= MOST_CREDITS:
        sentence = _("学分应为 0 至 1000 的数字，小数点用“.”，最多四位小数，请核对。")
        slip.reject("credits", sentence)
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
