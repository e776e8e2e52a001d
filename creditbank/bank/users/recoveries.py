"""Sending recovery links: the half of recovery that no visitor waits for."""

import datetime as dt

from creditbank.bank import limits
from creditbank.bank.refusals import Refused
from creditbank.bank.users import letters, links, people
from creditbank.bank.users.models import Link

LASTS = dt.timedelta(hours=1)
SENT_IN_A_DAY = 5


def send(key: bytes) -> None:
    """Send a link to those whose address has this fingerprint, if anybody."""
    try:
        limits.hit("recovery", key.hex(), limit=SENT_IN_A_DAY, window=dt.timedelta(days=1))
    except Refused:
        return
    for user in people.all_by_email(key):
        token = links.make(Link.Purpose.RECOVERY, user.pk, LASTS)
        letters.recovery(user, token, minutes=LASTS // dt.timedelta(minutes=1))
