"""A new link to an opening, for whoever holds an old one; it goes to the opening's own address."""

import datetime as dt

from creditbank.bank import limits
from creditbank.bank.accounts import letters
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.history import Actor
from creditbank.bank.history.causes import caused
from creditbank.bank.users import links
from creditbank.bank.users.models import Link

IN_A_DAY = 3
REACHED = (Stage.EMAIL_UNCONFIRMED, Stage.PENDING_REVIEW, Stage.RETURNED, Stage.REJECTED)


def send(old_token: str, *, by: Actor) -> None:
    """Send a link like the old one; nothing where the old one was none, or the account is open.

    Raises `Refused("too_many")` after three a day; not to be called within a transaction.
    """
    link = links.known(old_token, Link.Purpose.STATUS)
    rows = Account.objects.select_related("person_key", "user__person_key")
    account = rows.filter(pk=link.subject_id, stage__in=REACHED).first() if link else None
    if account is not None:
        day = dt.timedelta(days=1)
        limits.hit("status_link", str(account.pk), limit=IN_A_DAY, window=day)
        with caused(by, "accounts.renewals.send"):
            letters.renewed(account, second=False)
