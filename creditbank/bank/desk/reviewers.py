"""Who a reviewer is beside the one user that signed in: nobody reviews themselves."""

from uuid import UUID

from django.db.models import Q, QuerySet

from creditbank.bank.accounts.models import Document
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.users.models import User


def oneself(user: User) -> Oneself:
    """Every user with this one's e-mail address, the documents of their accounts, and whose else they are.

    Somebody who works here and learns here may have got a second user by activating an account, and
    by that account's number a third.
    """
    users = _same_address(User.objects.filter(pk=user.pk))
    rows = Document.objects.filter(account__user_id__in=users)
    pairs = rows.values_list("fingerprint", "fingerprint_next")
    prints = frozenset(bytes(one) for pair in pairs for one in pair if one)
    if prints:
        users |= _same_address(User.objects.filter(account__documents__fingerprint__in=prints))
    return Oneself(users, prints)


def _same_address(known: QuerySet[User]) -> frozenset[UUID]:
    same = Q(pk__in=known.values("pk"))
    same |= Q(email_fingerprint__in=known.values("email_fingerprint"))
    return frozenset(User.objects.filter(same).values_list("pk", flat=True))
