"""What every way of opening an account writes: user, account, document, scans, one case."""

from collections.abc import Sequence

from django.db import connection

from creditbank.bank import clock, ids
from creditbank.bank.accounts import facts, letters
from creditbank.bank.accounts.models import Account, Document, Opening, Scan, Vouching
from creditbank.bank.accounts.routing import place_of
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.files import uploads
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import Actor
from creditbank.bank.identity import read
from creditbank.bank.reviews import cases, superiors
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import addresses, links, people
from creditbank.bank.users.models import Link

WORKING_DAYS = 2


def lock(fingerprint: bytes) -> None:
    """Let one transaction at a time claim what has this fingerprint: a document, a certificate."""
    key = int.from_bytes(fingerprint[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def from_enrolment(enrolment: Enrolment, address: str, *, by: Actor) -> Account:
    """Write the rows of an activation. Nothing is reserved yet: neither number nor address."""
    number = ids.public_number("A")
    user = people.create_learner(address, enrolment.name, by=by)
    user.label = number
    user.save(update_fields=["label"])
    account = Account(person_key=user.person_key, user=user, number=number)
    account.stage, account.opening = Stage.PENDING_REVIEW, Opening.ACTIVATION
    account.organisation, account.enrolment_id = enrolment.study_centre, enrolment.pk
    read_number = read(enrolment.number or "", enrolment.document_kind)
    account.name, account.mobile = enrolment.name, enrolment.mobile
    account.sex = read_number.sex.value if read_number.sex else None
    born = read_number.birth_date
    account.born_on = born.isoformat() if born else None
    account.needs_vouching = not same_address(address, enrolment.email)
    account.submitted_at = clock.now()
    account.save(force_insert=True)
    _document(account, enrolment)
    return account


def _document(account: Account, enrolment: Enrolment) -> None:
    row = Document(person_key=account.person_key, account=account, kind=enrolment.document_kind)
    row.number = enrolment.number
    row.fingerprint, row.fingerprint_next = enrolment.fingerprint, enrolment.fingerprint_next
    row.save(force_insert=True)


def add_scans(account: Account, files: Sequence[StoredFile], *, by: Actor) -> None:
    """Attach scans; one of them vouches, for a reviewer will hold it beside the name."""
    for file in files:
        uploads.hand_over(file, owner_id=account.pk, person_key=account.person_key, by=by)
        Scan.objects.create(account=account, file=file)
    if files and account.needs_vouching and not account.vouched_by:
        account.vouched_by, account.vouched_at = Vouching.SCAN, clock.now()
        account.save(update_fields=["vouched_by", "vouched_at"])


def announce(account: Account) -> None:
    """Tell whom an unfamiliar address concerns: the imported one, and the address's owner."""
    imported = letters.imported_address(account)
    if account.needs_vouching and imported:
        letters.announced(account, imported)
    for owner in facts.owners_of_address(account):
        letters.address_used(owner)


def write_address(account: Account, address: str) -> None:
    """Give the user another address; it is unconfirmed again until a code sent there comes back."""
    user = account.user
    user.email, user.email_confirmed_at = address, None
    user.email_fingerprint = addresses.key(address)
    user.email_fingerprint_next = addresses.key_next(address)
    fields = ["email", "email_fingerprint", "email_fingerprint_next", "email_confirmed_at"]
    user.save(update_fields=fields)
    links.end(account.pk, Link.Purpose.STATUS)


def hand_in(account: Account, *, by: Actor) -> None:
    """Open the case of an account; due in two working days."""
    place = place_of(account)
    case = cases.open(
        Kind.ACCOUNT,
        subject_id=account.pk,
        person=account.user,
        account_number=account.number,
        fingerprint=bytes(account.documents.get(current=True).fingerprint),
        place=place,
        days=WORKING_DAYS,
        facts=facts.of(account),
        held_for=held_for(account),
        by=by,
    )
    superiors.settle_together(case, facts.cases_of(facts.rivals(account)), by=by)
    letters.received(account)


def held_for(account: Account) -> str:
    """What the review waits for: nobody is handed an opening that cannot be approved yet."""
    return "vouching" if account.needs_vouching and not account.vouched_by else ""


def same_address(one: str | None, other: str | None) -> bool:
    """Whether two addresses are the same mailbox, however they were typed."""
    return bool(one and other) and people.email_key(one or "") == people.email_key(other or "")
