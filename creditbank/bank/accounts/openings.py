"""What every way of opening an account writes: user, account, document, scans, one case."""

from collections.abc import Sequence

from django.db import connection

from creditbank.bank import clock, ids
from creditbank.bank.accounts import facts, holders, letters, reopenings
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
from creditbank.bank.users import links, people
from creditbank.bank.users.models import Link

WORKING_DAYS = 2
# Openings of one number that may wait side by side; more would only bury the true one.
MOST_AT_ONCE = 3


def lock(fingerprint: bytes) -> None:
    """Let one transaction at a time claim what has this fingerprint: a document, a certificate."""
    key = int.from_bytes(fingerprint[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def from_enrolment(
    enrolment: Enrolment, address: str, *, by: Actor, closed: Account | None = None
) -> Account:
    """Write the rows of an activation. Nothing is reserved yet: neither number nor address.

    `closed` is this person's account where there was one: it is reopened and not duplicated.
    """
    read_number = read(enrolment.number or "", enrolment.document_kind)
    if closed is None:
        account = found(address, enrolment.name, Opening.ACTIVATION, Stage.PENDING_REVIEW, by=by)
    else:
        account = reopenings.reopen(
            closed, document=read_number, email=address, name=enrolment.name, by=by
        )
    account.opening = Opening.ACTIVATION
    account.organisation, account.enrolment_id = enrolment.study_centre, enrolment.pk
    account.name, account.mobile = enrolment.name, enrolment.mobile
    account.sex = read_number.sex.value if read_number.sex else None
    born = read_number.birth_date
    account.born_on = born.isoformat() if born else None
    account.needs_vouching = not same_address(address, enrolment.email)
    account.submitted_at = clock.now()
    account.save(force_insert=closed is None)
    if closed is None:
        _document(account, enrolment)
    return account


def found(address: str, name: str | None, opening: Opening, stage: Stage, *, by: Actor) -> Account:
    """A new user and the account that will be theirs; the account is not saved yet."""
    number = ids.public_number("A")
    user = people.create_learner(address, name, by=by)
    user.label = number
    user.save(update_fields=["label"])
    return Account(
        person_key=user.person_key, user=user, number=number, stage=stage, opening=opening
    )


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


def write_address(account: Account, address: str, *, by: Actor) -> None:
    """Give the user another address; it is unconfirmed again until a code sent there comes back.

    What an officer saw in person was seen with the former address.
    """
    people.name_email(account.user, address, by=by)
    if account.original_seen_by:
        account.original_seen_by = ""
        account.save(update_fields=["original_seen_by"])
    links.end(account.pk, Link.Purpose.STATUS)


def question(account: Account) -> None:
    """Whether the address asks for proof that the opener is the learner; a scan is one.

    No imported address counts as another one where there is an enrolment; without any enrolment a
    registration is nobody's but who has its document.
    """
    enrolment = holders.enrolment_of(account)
    imported = enrolment.email if enrolment else None
    account.needs_vouching = bool(enrolment) and not same_address(account.user.email, imported)
    has_scan = account.needs_vouching and account.scans.exists()
    account.vouched_by = Vouching.SCAN if has_scan else ""
    account.vouched_at = clock.now() if has_scan else None
    account.save(update_fields=["needs_vouching", "vouched_by", "vouched_at"])


def take_word(account: Account) -> None:
    """Where an officer has declared that they saw the original, the question is answered."""
    if account.needs_vouching and not account.vouched_by and account.original_seen_by:
        account.vouched_by, account.vouched_at = Vouching.IN_PERSON, clock.now()
        account.save(update_fields=["vouched_by", "vouched_at"])


def let_go(account: Account, *, by: Actor) -> None:
    """An opening that was turned down reserves nothing: its address is free again."""
    people.release_email(account.user, by=by)


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
    if is_unconfirmed(account):
        return "email"
    return "vouching" if account.needs_vouching and not account.vouched_by else ""


def is_unconfirmed(account: Account) -> bool:
    """Whether the address is not known to be theirs; activations confirm it later."""
    return not account.is_activation and account.user.email_confirmed_at is None


def same_address(one: str | None, other: str | None) -> bool:
    """Whether two addresses are the same mailbox, however they were typed."""
    return bool(one and other) and people.email_key(one or "") == people.email_key(other or "")
