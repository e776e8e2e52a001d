"""Background work of users."""

from creditbank.bank import jobs
from creditbank.bank.users import recoveries, sessions


@jobs.task(name="users.recover", retry=False)
def recover(key: str) -> None:
    """Send a recovery link; `key` is the fingerprint of an address in hex. Twice is two links."""
    recoveries.send(bytes.fromhex(key))


@jobs.task(name="users.sweep")
def sweep() -> None:
    """Delete sessions whose time is over. Bears running twice."""
    sessions.sweep()
