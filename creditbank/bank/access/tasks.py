"""Background work of access."""

from creditbank.bank import jobs
from creditbank.bank.access import endings
from creditbank.bank.history import SYSTEM


@jobs.task(name="access.remind_of_endings")
def remind_of_endings() -> None:
    """Tell people that a post is about to end. Bears running twice: of each last day once."""
    while endings.remind(by=SYSTEM) == endings.MOST:
        pass
