"""Verbs on appeals (申诉): somebody else looks again at what was rejected, once."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.calendar import working_days
from creditbank.bank.history import Actor, verb
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Appeal, Decision, Matter, Verdict
from creditbank.bank.reviews.stages import DecisionStage

DAYS_TO_APPEAL = 15
DAYS_TO_DECIDE = 10
LONGEST = 1000


def rejection(kind: str, subject_id: UUID) -> Decision | None:
    """The decision by which a submission was turned down last; None where the latest has not been.

    What ended without a reviewer (objected to, superseded, withdrawn) is no rejection.
    """
    case = cases.last_submission(kind, subject_id)
    if case is None:
        return None
    rows = case.decisions.filter(stage=DecisionStage.EFFECTIVE, verdict=Verdict.REJECT)
    return rows.select_related("case", "appeal__case", "appeal__person_key").first()


def until(against: Decision) -> tuple[dt.datetime, bool]:
    """Until when an appeal may be made, and whether that is provisional (then it holds nobody)."""
    return working_days.due_at(against.effective_at, DAYS_TO_APPEAL)


def why_not(against: Decision | None) -> Refused | None:
    """What stands against an appeal now."""
    if against is None:
        return Refused("nothing_rejected", _("没有可以申诉的审核决定。"))
    if hasattr(against, "appeal"):
        return Refused("appealed_before", _("已经申诉过。每次不通过只能申诉一次，结果为最终结果。"))
    last, provisional = until(against)
    if clock.now() > last and not provisional:
        sentence = _("已超过申诉期限：收到“不通过”的决定后 15 个工作日内可以申诉。")
        return Refused("too_late", sentence)
    return None


@verb
def lodge(
    against: Decision, words: str, *, person_key: PersonKey, facts: list[dict[str, Any]], by: Actor
) -> Appeal:
    """Open the case of an appeal; nobody who ever decided about the same subject may decide it.

    Raises `Refused` ("words_missing", "appealed_before", "too_late").
    """
    told = words.strip()[:LONGEST]
    refusal = why_not(against)
    if refusal is not None:
        raise refusal
    if not told:
        raise Refused("words_missing", _("请写明为什么认为决定不对。"), field="words")
    first = against.case
    before = Decision.objects.filter(case__kind=first.kind, case__subject_id=first.subject_id)
    excluded = before.values_list("by_id", flat=True).distinct()
    try:
        with transaction.atomic():
            case = cases.open_again(
                first, Matter.APPEAL, days=DAYS_TO_DECIDE, facts=facts, excluded=excluded, by=by
            )
            appeal = Appeal(person_key=person_key, against=against, case=case)
            appeal.words = told
            appeal.save(force_insert=True)
    except IntegrityError as error:  # two at once
        raise Refused("appealed_before", _("已经申诉过。")) from error
    return appeal
