"""What reviewers wrote about an outcome, once it has taken effect: read by the learner as it is."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from creditbank.bank.outcomes import descriptions
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage
from creditbank.bank.reviews.models import Decision, Verdict
from creditbank.bank.reviews.models import Kind as CaseKind
from creditbank.bank.reviews.stages import DecisionStage


@dataclass(frozen=True)
class Remark:
    """What is wrong with one field; the field is empty where it is the outcome as a whole."""

    field: str
    label: str
    text: str


def rounds(outcome: Outcome) -> QuerySet[Decision]:
    """The negative decisions that took effect, oldest first."""
    return Decision.objects.filter(
        case__kind=CaseKind.OUTCOME,
        case__subject_id=outcome.pk,
        stage=DecisionStage.EFFECTIVE,
        verdict__in=[Verdict.RETURN, Verdict.REJECT],
    ).order_by("decided_at", "id")


def latest(outcome: Outcome) -> list[Remark]:
    """What stands against the outcome now; empty unless it is returned or rejected."""
    if outcome.stage not in {Stage.RETURNED, Stage.REJECTED}:
        return []
    decision = rounds(outcome).last()
    return of(decision, outcome) if decision else []


def of(decision: Decision, outcome: Outcome) -> list[Remark]:
    """The remarks of one decision, with the labels of this outcome's form."""
    return [
        Remark(field, descriptions.label(outcome, field), str(told.get("text", "")))
        for told in decision.remarks
        for field in [str(told.get("field") or "")]
    ]


def placed(found: list[Remark], fields: list[str]) -> tuple[dict[str, list[str]], list[Remark]]:
    """Texts by the field they stand beside, of those that are shown; and what stands apart."""
    beside: defaultdict[str, list[str]] = defaultdict(list)
    apart = []
    for remark in found:
        place = _place(remark.field, fields)
        if place:
            beside[place].append(remark.text)
        else:
            apart.append(remark)
    return dict(beside), apart


def _place(field: str, fields: list[str]) -> str:
    if field in fields:
        return field
    if field == "extra":
        return next((name for name in fields if name.startswith("extra_")), "")
    return "mark" if field == "score" and "mark" in fields else ""
