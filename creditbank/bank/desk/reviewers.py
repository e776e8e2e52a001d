"""Who a reviewer is beside the one user that signed in: nobody reviews themselves."""

from django.db.models import Q

from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.users.models import User


def oneself(user: User) -> Oneself:
    """Every user with this one's e-mail address, and the documents of all their accounts.

    Somebody who works here and learns here may have got a second user by activating an account.
    """
    same = Q(pk=user.pk)
    if user.email_fingerprint is not None:
        same |= Q(email_fingerprint=user.email_fingerprint)
    rows = User.objects.filter(same).values_list(
        "pk", "account__documents__fingerprint", "account__documents__fingerprint_next"
    )
    prints = (print_ for _pk, *both in rows for print_ in both if print_)
    return Oneself(frozenset(pk for pk, *_both in rows), frozenset(map(bytes, prints)))
