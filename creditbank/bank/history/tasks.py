"""Background work of the history."""

from creditbank.bank import jobs
from creditbank.bank.history import seals


@jobs.task(name="history.seal")
def seal() -> None:
    """Close what was committed since the last seal. Bears running twice."""
    seals.close()
