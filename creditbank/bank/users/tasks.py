"""Background work of users."""

import datetime as dt

from creditbank.bank import clock, jobs
from creditbank.bank.users import letters, people, recoveries, sessions
from creditbank.bank.users.models import OneTimeCode

KEPT = dt.timedelta(days=1)


@jobs.task(name="users.recover", retry=False)
def recover(key: str) -> None:
    """Send a recovery link; `key` is the fingerprint of an address in hex. Twice is two links."""
    recoveries.send(bytes.fromhex(key))


@jobs.task(name="users.tell_of_device")
def tell_of_device(user_id: str, agent: str, seen_at: str) -> None:
    """Tell a user of a browser that they never used before. Twice is two letters."""
    user = people.find(user_id)
    if user is not None:
        letters.new_device(user, agent, at=dt.datetime.fromisoformat(seen_at))


@jobs.task(name="users.sweep")
def sweep() -> None:
    """Forget sessions and codes that ended: they say who was here, and serve nobody."""
    sessions.sweep()
    OneTimeCode.objects.filter(expires_at__lt=clock.now() - KEPT).delete()
