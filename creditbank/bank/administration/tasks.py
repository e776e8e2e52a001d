"""Background work of administration."""

from creditbank.bank import jobs
from creditbank.bank.administration import sheets


@jobs.task(name="administration.sweep")
def sweep() -> None:
    """Forget tree sheets that nobody confirmed. Bears running twice."""
    sheets.sweep()
