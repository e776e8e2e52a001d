"""Who a reviewer is beside the one user that signed in: nobody reviews themselves."""

from uuid import UUID

from django.db.models import Q, QuerySet

from creditbank.bank.accounts.models import Document
from creditbank.bank.asked import Given, GivenAny, asked
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.users.models import User


def oneself(user: User) -> Oneself:
    """Every user with this one's e-mail address, the documents of their accounts, and whose else they are.

    Somebody who works here and learns here may have got a second user by activating an account, and
    by that account's number a third.
    """
    users = frozenset(_same_address(user=user.pk))
    prints = frozenset(bytes(one) for pair in _prints(users=list(users)) for one in pair if one)
    if prints:
        users |= frozenset(_of_documents(prints=list(prints)))
    return Oneself(users, prints)


@asked
def _same_address() -> QuerySet[User, UUID]:
    return _with_address_of(User.objects.filter(pk=Given("user")))


@asked
def _prints() -> QuerySet[Document, tuple[bytes, bytes | None]]:
    rows = Document.objects.filter(account__user_id__in=GivenAny("users", "uuid"))
    return rows.values_list("fingerprint", "fingerprint_next")


@asked
def _of_documents() -> QuerySet[User, UUID]:
    prints = GivenAny("prints", "bytea")
    return _with_address_of(User.objects.filter(account__documents__fingerprint__in=prints))


def _with_address_of(known: QuerySet[User]) -> QuerySet[User, UUID]:
    same = Q(pk__in=known.values("pk"))
    same |= Q(email_fingerprint__in=known.values("email_fingerprint"))
    return User.objects.filter(same).values_list("pk", flat=True)
