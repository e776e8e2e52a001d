"""Who a reviewer is beside the one user that signed in: nobody reviews themselves."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from creditbank.bank.accounts.models import Document
from creditbank.bank.asked import GivenAny, asked
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.users.models import User


def oneself(user: User) -> Oneself:
    """Every user with this one's e-mail address, the documents of their accounts, and whose else they are.

    Somebody who works here and learns here may have got a second user by activating an account, and
    by that account's number a third.
    """
    users = {user.pk, *_same_address(users=[user.pk])}
    prints = frozenset(bytes(one) for pair in _prints(users=list(users)) for one in pair if one)
    if prints:
        holders = _holders(prints=list(prints))
        users |= {*holders, *_same_address(users=holders)}
    return Oneself(frozenset(users), prints)


@asked
def _same_address() -> QuerySet[User, UUID]:
    # Not "this id or this address" in one condition: that would read every user.
    known = User.objects.filter(pk__in=GivenAny("users", "uuid")).values("email_fingerprint")
    return User.objects.filter(email_fingerprint__in=known).values_list("pk", flat=True)


@asked
def _prints() -> QuerySet[Document, tuple[Any, ...]]:
    rows = Document.objects.filter(account__user_id__in=GivenAny("users", "uuid"))
    return rows.values_list("fingerprint", "fingerprint_next")


@asked
def _holders() -> QuerySet[Document, UUID]:
    rows = Document.objects.filter(fingerprint__in=GivenAny("prints", "bytea"))
    return rows.values_list("account__user_id", flat=True)
