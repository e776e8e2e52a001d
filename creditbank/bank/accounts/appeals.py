"""What a reviewer's decision on an appeal does to a rejected account."""

from creditbank.bank import lifecycle
from creditbank.bank.accounts import decisions, letters
from creditbank.bank.accounts.decisions import Remarks, why_not_approve
from creditbank.bank.accounts.models import Account
from creditbank.bank.history import Actor, verb

__all__ = ["approve", "reject", "why_not_approve"]


@verb
def approve(account: Account, *, by: Actor) -> None:
    """Grant the appeal: the account is opened, with every check of an ordinary approval."""
    decisions.approve(account, by=by, move="uphold")


@verb
def reject(account: Account, remarks: Remarks, *, by: Actor, reason: str = "") -> None:
    """Dismiss the appeal: the account stays rejected, now for good."""
    lifecycle.move(account, "dismiss", stage_reason=reason, remarks=remarks)
    letters.dismissed(account)
