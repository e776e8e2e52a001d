"""Closing an account with the outcomes in it."""

from creditbank.bank.accounts import closings
from creditbank.bank.accounts.models import Account
from creditbank.bank.history import Actor, verb
from creditbank.bank.outcomes import deposits
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage


@verb
def close(account: Account, *, by: Actor) -> None:
    """Throw drafts away, then close the account; what was decided stays, without personal values."""
    for draft in Outcome.objects.filter(account=account, stage=Stage.DRAFT):
        deposits.discard(draft, by=by)
    closings.close(account, by=by)
