"""Reopening a closed account: the same number and history, another key, values told anew."""

from creditbank.bank import lifecycle
from creditbank.bank.accounts import holders
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import MOVES
from creditbank.bank.enrolments import register
from creditbank.bank.files import uploads
from creditbank.bank.history import Actor, verb
from creditbank.bank.identity import Document as ReadDocument
from creditbank.bank.keys import persons
from creditbank.bank.users import people


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


def _write_number(account: Account, document: ReadDocument) -> None:
    known = register.fingerprint_of(document)
    account.documents.exclude(fingerprint=known).update(current=False)
    row = account.documents.get(fingerprint=known)
    row.person_key, row.current = account.person_key, True
    row.number = document.number
    row.save(update_fields=["person_key", "current", "number"])
