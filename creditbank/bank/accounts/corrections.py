"""Verbs that correct an opening which was sent back."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import (
    confirmations,
    drafts,
    facts,
    holders,
    letters,
    openings,
    routing,
)
from creditbank.bank.accounts import information as informations
from creditbank.bank.accounts.information import Information
from creditbank.bank.accounts.models import Account, Opening
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import Actor, verb
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind


@verb
def correct(
    account: Account,
    *,
    email: str = "",
    information: Information | None = None,
    scans: Sequence[StoredFile] = (),
    by: Actor,
) -> Account:
    """Hand a returned opening in again, with another address or further scans where given.

    Another address must be vouched for anew (a scan still vouches), after a registration confirmed
    by its link; the replaced one is told. `information` is all that a registration says, corrected.
    """
    lifecycle.move(account, "correct", submitted_at=clock.now(), stage_reason="", remarks=[])
    _read_register_again(account)
    if information is not None:
        email = information.email
        _say_anew(account, information)
    old = account.user.email or ""
    changed = bool(email.strip()) and not openings.same_address(email, old)
    if changed:
        openings.write_address(account, email.strip(), by=by)
    if changed or information is not None:
        openings.question(account)
    openings.add_scans(account, scans, by=by)
    _resubmit(account, by=by)
    letters.received(account)
    if changed:
        _tell_of_address(account, old)
    return account


@verb
def move_to(account: Account, region: str, *, by: Actor) -> None:
    """Choose another region while the registration is sent back; it takes effect when handed in."""
    rows = Account.objects.select_for_update().filter(pk=account.pk, stage=Stage.RETURNED)
    if not rows.exists():
        raise Refused("moved_on", _("这份申请刚才已有变化，请刷新页面查看。"))
    drafts.write_region(account, region)


def _say_anew(account: Account, told: Information) -> None:
    """Another number has another fingerprint; who holds it, or waits with it, is told."""
    was = bytes(holders.document_of(account).fingerprint)
    invited = account.opening == Opening.CLASS
    neat = informations.cleaned(told, invited=invited)
    document = informations.document_of(told, invited=invited)
    informations.write(account, neat, document)
    fingerprint = bytes(holders.document_of(account).fingerprint)
    if fingerprint == was:
        return
    openings.lock(fingerprint)
    holding = holders.holding(fingerprint)
    if holding:
        letters.registered_again(holding, account)
    for other in holders.being_opened(fingerprint):
        if other.pk != account.pk:
            letters.renewed(other, second=True)


def _resubmit(account: Account, *, by: Actor) -> None:
    case = cases.of(Kind.ACCOUNT, account.pk)
    if case is not None:
        cases.resubmit(
            case,
            facts=facts.of(account),
            held_for=openings.held_for(account),
            fingerprint=bytes(holders.document_of(account).fingerprint),
            place=None if account.is_activation else routing.place_of(account),
            by=by,
        )


def _tell_of_address(account: Account, old: str) -> None:
    letters.address_changed(account, old)
    openings.announce(account)
    if not account.is_activation:
        confirmations.send(account)


def _read_register_again(account: Account) -> None:
    """What a reviewer found wrong in the register is mended there, by a roster; take it over."""
    found = account.enrolment_id
    row = Enrolment.objects.filter(pk=found).first() if found else None
    if row and row.name and row.name != account.name:
        account.name = account.user.name = row.name
        account.save(update_fields=["name"])
        account.user.save(update_fields=["name"])
