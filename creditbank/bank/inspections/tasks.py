"""Background work of inspections."""

from creditbank.bank import jobs
from creditbank.bank.history import SYSTEM
from creditbank.bank.inspections import notices


@jobs.task(name="inspections.remind")
def remind() -> None:
    """Settle provisional deadlines, remind who is late. Bears running twice: once in seven days."""
    for inspection in notices.provisional():
        notices.settle_deadline(inspection, by=SYSTEM)
    for inspection in notices.late():
        notices.remind(inspection, by=SYSTEM)
