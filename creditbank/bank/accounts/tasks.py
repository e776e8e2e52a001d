"""Background work of accounts."""

from uuid import UUID

import structlog

from creditbank.bank import jobs
from creditbank.bank.accounts import admissions, attachments, claims, erasures, errands
from creditbank.bank.history import SYSTEM

log = structlog.get_logger("accounts")


@jobs.task(name="accounts.tell_holder")
def tell_holder(account_id: str) -> None:
    """Tell the holder of a number's account that somebody registers with it. Twice is two letters."""
    admissions.tell_holder(UUID(account_id), by=SYSTEM)


@jobs.task(name="accounts.admit", priority=10)
def admit(account_id: str) -> None:
    """Bring one confirmed registration before its reviewers. Bears running twice."""
    admissions.admit(UUID(account_id), by=SYSTEM)


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


@jobs.task(name="accounts.send_code", priority=20)
def send_code(is_address: bool, key: str, password: str) -> None:
    """Send the code of a first sign-in, if the claim is anybody's. Twice is two codes."""
    claims.send_code(claims.Claim(is_address, key, password))


@jobs.task(name="accounts.carry_out", priority=10)
def carry_out(slip_id: str) -> None:
    """Carry out one activation. Bears running twice."""
    errands.carry_out(UUID(slip_id))


@jobs.task(name="accounts.rescue")
def rescue() -> None:
    """Carry out what is overdue because its job was lost or failed. One failure stops no other."""
    for slip_id in errands.overdue():
        try:
            errands.carry_out(slip_id)
        except Exception:  # an operator reads the log; the next run tries again
            log.exception("activation_failed", slip=str(slip_id))
    for account_id in admissions.overdue():
        try:
            admissions.admit(account_id, by=SYSTEM)
        except Exception:
            log.exception("admission_failed", account=str(account_id))
