"""Background work of digests."""

from creditbank.bank import jobs
from creditbank.bank.digests import editions
from creditbank.bank.history import SYSTEM


@jobs.task(name="digests.publish")
def publish() -> None:
    """Bring out today's digest. Bears running twice: every copy goes out once."""
    editions.publish(by=SYSTEM)
