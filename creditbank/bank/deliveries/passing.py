"""Which marks are delivered: passed ones; and which of two is the better."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from creditbank.bank.imports import marks
from creditbank.bank.imports.verdicts import Sentence, Slip

# Of a hundred.
LOWEST = Decimal(60)
# Certificates have scales of their own, told by the catalogue where it knows them.
HIGHEST_OF_ALL = Decimal(99_999)
# Where a word stands for a mark, it counts as the middle of what it means.
_WORTH = {
    "优": Decimal(95),
    "良": Decimal(85),
    "中": Decimal(75),
    "A": Decimal(95),
    "B": Decimal(85),
    "C": Decimal(75),
}


def mark(slip: Slip, *, of_hundred: bool) -> tuple[Decimal | None, str]:
    """The mark of a row; a row that did not pass, or was exempted, is left out with its reason."""
    score, word = marks.mark(slip, marks.HIGHEST_SCORE if of_hundred else HIGHEST_OF_ALL)
    if word in marks.EXEMPT:
        _leave_out(slip, _("“%(mark)s”：免修免考的课程不送存。") % {"mark": word})
    elif word in marks.WITHOUT:
        _leave_out(slip, _("“%(mark)s”：没有成绩，不送存。") % {"mark": word})
    elif word in marks.FAILED or (of_hundred and score is not None and score < LOWEST):
        _leave_out(slip, _("成绩不合格，不送存。"))
    return score, word


def worth(score: str, word: str) -> Decimal:
    """What a passed mark is worth beside another one of the same course; 合格 is worth a bare pass."""
    if score:
        return Decimal(score)
    told = word.upper()
    step = {"+": 3, "-": -3}.get(told[-1:], 0)
    return _WORTH.get(told[:1], LOWEST) + step


def _leave_out(slip: Slip, sentence: Sentence) -> None:
    place = slip.line.place("score")
    slip.verdict.give("ignore", f"{place}：{sentence}")
