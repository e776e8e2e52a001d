"""What the mark of a class roster means for the outcome that would follow."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from creditbank.bank.imports import marks
from creditbank.bank.imports.verdicts import Slip


def score(slip: Slip) -> tuple[Decimal | None, str]:
    """The score, or the word that stands for one."""
    value, word = marks.mark(slip)
    if word in marks.FAILED:
        slip.review("score", _("成绩是“%(score)s”：请确认是否仍要存入。") % {"score": word})
    if word in marks.WITHOUT:
        sentence = _("“%(score)s”不是成绩：请确认是否只开户、不存入成果。")
        slip.review("score", sentence % {"score": word})
        return None, ""
    return value, word
