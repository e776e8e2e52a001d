"""Reopening a closed account: the same number and history, another key, values told anew."""

from creditbank.bank import lifecycle
from creditbank.bank.accounts import erasures, holders, information
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import MOVES
from creditbank.bank.enrolments import register
from creditbank.bank.files import uploads
from creditbank.bank.history import Actor, verb
from creditbank.bank.identity import Document as ReadDocument
from creditbank.bank.keys import persons
from creditbank.bank.portal import agreements
from creditbank.bank.users import people

_TAKEN_OVER = "opening region organisation submitted_at enrolment_id original_seen_by".split()


def waiting(document_fingerprint: bytes) -> Account | None:
    """The account of this document that is to be reopened and not opened a second time."""
    account = holders.holding(document_fingerprint)
    return account if account and MOVES.allows(account.stage, "reopen") else None


@verb
def reopen(
    account: Account, *, document: ReadDocument, email: str, name: str | None, by: Actor
) -> Account:
    """Make a closed account an opening that waits for review.

    Whoever calls it holds `openings.lock`, then writes what else the opening says on the account
    and hands it in as any other. What an earlier opening said is gone, its key destroyed.
    """
    uploads.erase_all(account.pk, by=by)
    persons.destroy(account.person_key)
    key = persons.create()
    lifecycle.move(
        account,
        "reopen",
        person_key=key,
        **dict.fromkeys(("name", "sex", "born_on", "mobile", "address"), None),
        needs_vouching=False,
        vouched_by="",
        vouched_at=None,
        original_seen_by="",
        stage_reason="",
        remarks=[],
    )
    people.return_to(account.user, key, email, name, by=by)
    account.name = name
    _write_number(account, document)
    return account


@verb
def take_over(closed: Account, registration: Account, *, by: Actor) -> Account:
    """A registration under the number of a closed account becomes that account's reopening.

    Values, scans, password, consent and confirmed address go over; of the registration itself
    nothing is left. Whoever calls it holds `openings.lock`, then hands the account in.
    """
    told = information.standing(registration)
    document, former = holders.reading_of(registration), registration.user
    row = reopen(closed, document=document, email=told.email, name=told.name, by=by)
    row.opening, row.region = registration.opening, registration.region
    row.organisation, row.submitted_at = registration.organisation, registration.submitted_at
    row.enrolment_id, row.original_seen_by = None, registration.original_seen_by
    row.save(update_fields=_TAKEN_OVER)
    information.write(row, told, document)
    for scan in registration.scans.select_related("file__person_key"):
        uploads.hand_over(scan.file, owner_id=row.pk, person_key=row.person_key, by=by)
        scan.account = row
        scan.save(update_fields=["account"])
    agreement = agreements.accepted(registration.pk)
    if agreement is not None:
        agreements.consent(row.pk, agreement, by=by)
    erasures.erase(registration, by=by)
    people.adopt_password(row.user, former, by=by)
    people.confirm_email(row.user, by=by)
    return row


def _write_number(account: Account, document: ReadDocument) -> None:
    known = register.fingerprint_of(document)
    account.documents.exclude(fingerprint=known).update(current=False)
    row = account.documents.get(fingerprint=known)
    row.person_key, row.current = account.person_key, True
    row.number = document.number
    row.save(update_fields=["person_key", "current", "number"])
