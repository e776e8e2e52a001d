"""Deciding and undoing, whatever the case is about."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from creditbank.bank import jobs
from creditbank.bank.desk import checks, tasks
from creditbank.bank.desk.reviewers import oneself
from creditbank.bank.reviews import decisions
from creditbank.bank.reviews.models import Case, Decision
from creditbank.bank.users.models import User


def decide(
    case: Case,
    verdict: str,
    remarks: Iterable[Mapping[str, Any]] = (),
    note: str = "",
    *,
    by: User,
) -> Decision:
    """Record a verdict and let it take effect in ten seconds.

    `remarks`: `{field, code, text}`, code from the list of reasons or empty, text in own words.
    What would keep the verdict from taking effect is refused now, where it can be known.
    """
    with transaction.atomic():
        refusal = checks.why_not(case, verdict)
        if refusal is not None:
            raise refusal
        decision = decisions.decide(case, verdict, remarks, note, by=by, oneself=oneself(by))
        jobs.defer(tasks.take_effect, at=decision.effective_at, decision_id=str(decision.pk))
    return decision


def undo(decision: Decision, *, by: User) -> Case:
    """Take a decision back within its ten seconds; the case is held by the same reviewer again."""
    return decisions.undo(decision, by=by)
