"""Background work of classes."""

from collections.abc import Callable
from uuid import UUID

import structlog

from creditbank.bank import jobs
from creditbank.bank.accounts.models import Account
from creditbank.bank.classes import deliveries, invitations
from creditbank.bank.classes.models import Invitation
from creditbank.bank.history import SYSTEM

Act = Callable[..., object]
log = structlog.get_logger("classes")


@jobs.task(name="classes.send")
def send(class_id: str) -> None:
    """Send the invitations of one class that were not sent yet."""
    for row in invitations.unsent().filter(training_class_id=UUID(class_id)):
        invitations.send(row, by=SYSTEM)


@jobs.task(name="classes.deliver")
def deliver(account_id: str) -> None:
    """Deliver what waited for an account to be open. Bears running twice."""
    account = Account.objects.filter(pk=account_id).first()
    if account is not None:
        deliveries.deliver(account, by=account)


@jobs.task(name="classes.keep_up")
def keep_up() -> None:
    """Remind who has not answered, erase what nobody answered. One failure stops no other."""
    for row in invitations.to_remind()[: invitations.BATCH]:
        _try("reminder_failed", invitations.remind, row)
    for row in invitations.due()[: invitations.BATCH]:
        _try("lapse_failed", invitations.lapse, row)


def _try(fault: str, act: Act, row: Invitation) -> None:
    try:
        act(row, by=SYSTEM)
    except Exception:  # an operator reads the log; the next run tries again
        log.exception(fault, invitation=str(row.pk))
