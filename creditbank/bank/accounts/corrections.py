"""Verbs that correct an opening which was sent back."""

from collections.abc import Sequence

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import facts, letters, openings
from creditbank.bank.accounts.models import Account, Vouching
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import Actor, verb
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind


@verb
def correct(
    account: Account, *, email: str = "", scans: Sequence[StoredFile] = (), by: Actor
) -> Account:
    """Hand a returned opening in again, with another address or further scans where given.

    Another address must be vouched for anew (a scan still vouches); the replaced one is told.
    """
    lifecycle.move(account, "correct", submitted_at=clock.now(), stage_reason="", remarks=[])
    _read_register_again(account)
    old = account.user.email or ""
    changed = bool(email.strip()) and not openings.same_address(email, old)
    if changed:
        openings.write_address(account, email.strip(), by=by)
        _question_anew(account)
    openings.add_scans(account, scans, by=by)
    case = cases.of(Kind.ACCOUNT, account.pk)
    if case is not None:
        held_for = openings.held_for(account)
        cases.resubmit(case, facts=facts.of(account), held_for=held_for, by=by)
    letters.received(account)
    if changed:
        letters.address_changed(account, old)
        openings.announce(account)
    return account


def _read_register_again(account: Account) -> None:
    """What a reviewer found wrong in the register is mended there, by a roster; take it over."""
    found = account.enrolment_id
    row = Enrolment.objects.filter(pk=found).first() if found else None
    if row and row.name and row.name != account.name:
        account.name = account.user.name = row.name
        account.save(update_fields=["name"])
        account.user.save(update_fields=["name"])


def _question_anew(account: Account) -> None:
    imported = letters.imported_address(account)
    account.needs_vouching = not openings.same_address(account.user.email, imported)
    has_scan = account.needs_vouching and account.scans.exists()
    account.vouched_by = Vouching.SCAN if has_scan else ""
    account.vouched_at = clock.now() if has_scan else None
    account.save(update_fields=["needs_vouching", "vouched_by", "vouched_at"])
