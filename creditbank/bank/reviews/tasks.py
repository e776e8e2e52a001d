"""Background work of reviews."""

import datetime as dt

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


@jobs.task(name="reviews.recount_deadlines")
def recount_deadlines(since: str) -> None:
    """Count the deadlines from a day on anew: the holiday table has changed. Bears running twice."""
    deadlines.recount(dt.date.fromisoformat(since), by=SYSTEM)
