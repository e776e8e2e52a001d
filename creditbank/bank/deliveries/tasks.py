"""Background work of deliveries."""

from creditbank.bank import jobs
from creditbank.bank.accounts.models import Account
from creditbank.bank.deliveries import attachments


@jobs.task(name="deliveries.attach")
def attach(account_id: str) -> None:
    """Attach what waited for one account. Bears running twice: the second finds nothing."""
    attachments.attach(Account.objects.filter(pk=account_id))


@jobs.task(name="deliveries.attach_results")
def attach_results() -> None:
    """Attach whatever waits for anybody who has an open account."""
    attachments.attach_all()
