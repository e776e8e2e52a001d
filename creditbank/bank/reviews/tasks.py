"""Background work of reviews."""

from creditbank.bank import jobs
from creditbank.bank.history import SYSTEM
from creditbank.bank.reviews import deadlines, superiors


@jobs.task(name="reviews.settle_deadlines")
def settle_deadlines() -> None:
    """Make provisional deadlines firm once their year is published. Bears running twice."""
    deadlines.settle(by=SYSTEM)


@jobs.task(name="reviews.follow_the_tree")
def follow_the_tree() -> None:
    """Cases follow an organisation that was moved under another parent. Bears running twice."""
    superiors.follow_the_tree(by=SYSTEM)
