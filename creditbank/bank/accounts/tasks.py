"""Background work of accounts."""

import structlog

from creditbank.bank import jobs
from creditbank.bank.accounts import attachments, erasures
from creditbank.bank.history import SYSTEM

log = structlog.get_logger("accounts")


@jobs.task(name="accounts.erase_unfinished")
def erase_unfinished() -> None:
    """Erase what has waited for 30 days. One failure stops no other."""
    for account in erasures.due()[: erasures.BATCH]:
        try:
            erasures.erase(account, by=SYSTEM)
        except Exception:  # an operator reads the log; the next run tries again
            log.exception("erasure_failed", account=account.number)


@jobs.task(name="accounts.attach_enrolments")
def attach_enrolments() -> None:
    """Attach what rosters brought for people who registered before."""
    attachments.attach_all(by=SYSTEM)
