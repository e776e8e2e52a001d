"""Background work of progress."""

import structlog

from creditbank.bank import jobs
from creditbank.bank.history import SYSTEM
from creditbank.bank.progress import ledger, reminders

# Two thousand people in half a minute: the post office is to get through with them.
BATCHES = 10
log = structlog.get_logger("progress")


@jobs.task(name="progress.fold")
def fold() -> None:
    """Fold what was written since the last time. Bears running twice."""
    ledger.fold()


@jobs.task(name="progress.recount")
def recount() -> None:
    """Hold the figures against a full recount, mend and report what differs. Bears running twice."""
    wrong = ledger.recount()
    if wrong:
        log.error("figures_mended", wrong=wrong)


@jobs.task(name="progress.remind")
def remind() -> None:
    """Go on with the rounds of reminders that were begun. Bears running twice."""
    reminders.work_off(BATCHES, by=SYSTEM)
