"""What learners are told about their outcomes; the words live in `templates/letters/outcome_*`."""

from typing import Any

from creditbank.bank.messages import outbox
from creditbank.bank.outcomes import descriptions
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.reviews.models import Case


def submitted(outcome: Outcome) -> None:
    """It has arrived and is waiting for review."""
    _post(outcome, "outcome_submitted")


def stored(outcome: Outcome, *, appealed: bool = False) -> None:
    """It is stored, perhaps because an appeal was granted."""
    _post(outcome, "outcome_stored", appealed=appealed)


def returned(outcome: Outcome, remarks: list[dict[str, Any]]) -> None:
    """Something is to be corrected; what exactly stands on the page."""
    _post(outcome, "outcome_returned", remarks=_labelled(outcome, remarks))


def rejected(outcome: Outcome, remarks: list[dict[str, Any]]) -> None:
    """It was turned down, and why."""
    _post(outcome, "outcome_rejected", remarks=_labelled(outcome, remarks))


def appealed(outcome: Outcome, case: Case) -> None:
    """The appeal has arrived."""
    _post(outcome, "outcome_appealed", due=case.due_at, provisional=case.due_provisional)


def dismissed(outcome: Outcome, remarks: list[dict[str, Any]]) -> None:
    """The appeal was turned down, for good, and why."""
    _post(outcome, "outcome_dismissed", remarks=_labelled(outcome, remarks))


def _labelled(outcome: Outcome, remarks: list[dict[str, Any]]) -> list[dict[str, str]]:
    fields = [(str(remark.get("field") or ""), str(remark.get("text", ""))) for remark in remarks]
    return [
        {"label": descriptions.label(outcome, field) if field else "", "text": text}
        for field, text in fields
    ]


def _post(outcome: Outcome, letter: str, **more: Any) -> None:
    told = {
        "title": outcome.title,
        "number": outcome.number,
        "path": f"/me/outcomes/{outcome.number}/",
    }
    outbox.post(letter, outcome.account.user.addressee, {**told, **more})
