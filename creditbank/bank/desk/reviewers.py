"""Who a reviewer is beside the one user that signed in: nobody reviews themselves."""

from django.db.models import Q

from creditbank.bank.accounts.models import Document
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.users.models import User


def oneself(user: User) -> Oneself:
    """Every user with this one's e-mail address, and the documents of all their accounts.

    Somebody who works here and learns here may have got a second user by activating an account.
    """
    same = Q(pk=user.pk)
    if user.email_fingerprint is not None:
        same |= Q(email_fingerprint=user.email_fingerprint)
    users = frozenset(User.objects.filter(same).values_list("pk", flat=True))
    rows = Document.objects.filter(account__user_id__in=users)
    prints = rows.values_list("fingerprint", "fingerprint_next")
    return Oneself(users, frozenset(bytes(one) for pair in prints for one in pair if one))
