"""What a reviewer's decision on an appeal does to a rejected outcome."""

from creditbank.bank import lifecycle
from creditbank.bank.history import Actor, verb
from creditbank.bank.outcomes import decisions, letters
from creditbank.bank.outcomes.decisions import Remarks, why_not_approve
from creditbank.bank.outcomes.models import Outcome

__all__ = ["approve", "reject", "why_not_approve"]


@verb
def approve(outcome: Outcome, *, by: Actor) -> None:
    """Grant the appeal: the outcome is stored, with every check of an ordinary approval."""
    decisions.approve(outcome, by=by, move="uphold")


@verb
def reject(outcome: Outcome, remarks: Remarks, *, by: Actor, reason: str = "") -> None:
    """Dismiss the appeal: the outcome stays rejected, now for good."""
    lifecycle.move(outcome, "dismiss", stage_reason=reason)
    letters.dismissed(outcome, remarks)
