"""What stands against a verdict, as far as it can be known before deciding."""

from django.utils.translation import gettext_lazy as _

from creditbank.bank.desk import subjects
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Case, Verdict


def why_not(case: Case, verdict: str) -> Refused | None:
    """The refusal that this verdict would meet; None where nothing is known against it."""
    subject = subjects.of(case)
    if not subjects.awaits(case, subject):
        return Refused("moved_on", _("这一件的申请刚才已有变化，不再等待审核。"))
    if verdict != Verdict.APPROVE:
        return None
    refusal: Refused | None = subjects.verbs(case).why_not_approve(subject)
    return refusal
