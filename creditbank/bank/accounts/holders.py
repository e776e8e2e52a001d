"""Questions about who holds an account: found by a document."""

from django.db.models import QuerySet

from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.accounts.stages import UNDECIDED
from creditbank.bank.asked import Given, asked
from creditbank.bank.enrolments import register
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.identity import Document as ReadDocument
from creditbank.bank.identity import mask_sign_in, read
from creditbank.bank.refusals import Refused
from creditbank.bank.users.models import User


def find_user(number: str) -> User | None:
    """Who signs in with this document number; former documents still find their holder."""
    try:
        document = read(number)
    except Refused:
        return None
    return _holder.first(fingerprint=register.fingerprint_of(document))


@asked
def _holder() -> QuerySet[User]:
    # As little as possible is read: a name that is known must not take longer than one that is not.
    rows = User.objects.select_related("person_key").filter(is_active=True)
    found = rows.filter(
        account__documents__fingerprint=Given("fingerprint"), account__documents__reserved=True
    )
    return found.order_by("id")[:1]


def holding(document_fingerprint: bytes) -> Account | None:
    """The one account to which this document belongs since its approval."""
    rows = Document.objects.filter(fingerprint=document_fingerprint, reserved=True)
    found = rows.select_related("account__user__person_key", "account__person_key").first()
    return found.account if found else None


def being_opened(document_fingerprint: bytes) -> list[Account]:
    """Openings under this document that wait to be decided, the oldest first.

    Drafts and unconfirmed ones are none: they reserve nothing and stand in nobody's way.
    """
    rows = Account.objects.filter(documents__fingerprint=document_fingerprint, stage__in=UNDECIDED)
    return list(rows.select_related("user__person_key", "person_key").order_by("id").distinct())


def document_of(account: Account) -> Document:
    """The document the account is opened with, or that is current."""
    return account.documents.order_by("-current", "id").select_related("person_key")[0]


def reading_of(account: Account) -> ReadDocument:
    """What the document's number tells, read again from the sealed value."""
    row = document_of(account)
    return read(row.number or "", row.kind, country=row.country)


def enrolment_of(account: Account) -> Enrolment | None:
    """The enrolment attached; of an opening not approved yet the one that would be."""
    if account.enrolment_id:
        return Enrolment.objects.filter(pk=account.enrolment_id).first()
    if account.is_activation:
        return None
    return register.leading(bytes(document_of(account).fingerprint))


def own_words(account: Account) -> set[str]:
    """What may not stand in a password because whoever knows the person's document knows it."""
    if not account.documents.exists():
        return set()
    number = document_of(account).number or ""
    born = (account.born_on or "").replace("-", "")
    return {number, number[-6:], number[6:14], number[8:14], born, born[2:]}


def sign_in_name(account: Account) -> str:
    """The user name, masked for a message: `S110****1023`."""
    return mask_sign_in(document_of(account).number or "")
