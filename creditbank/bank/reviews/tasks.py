"""Background work of reviews."""

from creditbank.bank import jobs
from creditbank.bank.history import SYSTEM
from creditbank.bank.reviews import deadlines


@jobs.task(name="reviews.settle_deadlines")
def settle_deadlines() -> None:
    """Make provisional deadlines firm once their year is published. Bears running twice."""
    deadlines.settle(by=SYSTEM)
