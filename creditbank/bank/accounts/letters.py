"""What is said about accounts, and to whom; the words live in `templates/letters/account_*`."""

import datetime as dt
from typing import Any

from django.utils.translation import override

from creditbank.bank.accounts import holders
from creditbank.bank.accounts.masks import mask_email, mask_name
from creditbank.bank.accounts.models import Account, Suspension, Vouching
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.messages import outbox
from creditbank.bank.messages.addressees import Addressee
from creditbank.bank.reviews.models import Case
from creditbank.bank.users import links
from creditbank.bank.users.models import Link, User

STATUS_LASTS = dt.timedelta(days=30)
OBJECTION_LASTS = dt.timedelta(days=365)


def confirm(account: Account, token: str, *, hours: int) -> None:
    """To the address of a registration: one click shows that it is theirs."""
    context = {**_about(account), "hours": hours}
    outbox.post("account_confirm", account.user.addressee, context, secrets={"token": token})


def address_withdrawn(account: Account, old: str) -> None:
    """To an address that was mistyped: the link sent there is dead. No name: it is a stranger's."""
    outbox.post("account_address_withdrawn", Addressee(None, old, account.user.language), {})


def resume(account: Account, token: str, *, days: int) -> None:
    """The link by which an unfinished registration goes on."""
    context = {**_about(account), "days": days}
    outbox.post("account_resume", account.user.addressee, context, secrets={"token": token})


def registered_again(holder: Account, opening: Account) -> None:
    """To who has the account already: somebody registers the number; how to sign in, to object."""
    not_me = links.make(Link.Purpose.NOT_ME, opening.pk, lasting=OBJECTION_LASTS)
    context = {**_about(holder), "stage": holder.stage}
    outbox.post(
        "account_registered_again", holder.user.addressee, context, secrets={"not_me": not_me}
    )


def received(account: Account) -> None:
    """The opening has arrived; with a link to its state."""
    _with_status(account, "account_received", needs_vouching=_open_question(account))


def announced(account: Account, imported: str) -> None:
    """To the imported address: somebody named another one. Is it you?"""
    lasting = {"lasting": OBJECTION_LASTS}
    outbox.post(
        "account_announced",
        Addressee(None, imported),
        {**_about(account), "address": mask_email(account.user.email or "")},
        secrets={
            "not_me": links.make(Link.Purpose.NOT_ME, account.pk, **lasting),
            "vouch": links.make(Link.Purpose.VOUCH, account.pk, **lasting),
        },
    )


def address_used(owner: User) -> None:
    """To the owner of an address that somebody else's opening names."""
    outbox.post("account_address_used", owner.addressee, {})


def known(account: Account) -> None:
    """To the holder of an account that is open already: how to sign in, how to object."""
    _post(account, "account_known", sign_in_name=holders.sign_in_name(account), stage=account.stage)


def renewed(account: Account, *, second: bool) -> None:
    """A new link to the state of an opening; `second`: another opening of the number has come."""
    _with_status(account, "account_second" if second else "account_renewed", stage=account.stage)


def approved(account: Account, *, appealed: bool = False) -> None:
    """The account is open, perhaps because an appeal was granted: user name and what to do."""
    until = account.user.initial_until
    name = holders.sign_in_name(account)
    told = {"sign_in_name": name, "until": until.isoformat() if until else ""}
    _post(account, "account_approved", appealed=appealed, **told)


def returned(account: Account) -> None:
    """Something is to be corrected; the link leads to what exactly."""
    _with_status(account, "account_returned", remarks=account.remarks)


def rejected(account: Account, *, may_appeal: bool = False) -> None:
    """The opening was turned down, and why; with a link where a reviewer's decision may be appealed."""
    told = {"remarks": account.remarks, "reason": account.stage_reason, "may_appeal": may_appeal}
    (_with_status if may_appeal else _post)(account, "account_rejected", **told)


def appealed(account: Account, case: Case) -> None:
    """The appeal has arrived; with a link to its state."""
    _with_status(account, "account_appealed", due=case.due_at, provisional=case.due_provisional)


def dismissed(account: Account) -> None:
    """The appeal was turned down, for good, and why."""
    _post(account, "account_dismissed", remarks=account.remarks)


def closed(account: Account, address: str) -> None:
    """Farewell, to an address that the bank no longer keeps."""
    outbox.post("account_closed", Addressee(None, address), {"number": account.number})


def objected(account: Account, known: str) -> None:
    """To both addresses: somebody said 'this is not me'; what that means now.

    The known one gets the link by which the holder of a suspended account proves who they are.
    """
    _post(account, "account_objected", stage=account.stage)
    if known:
        context = {**_about(account), "stage": account.stage}
        suspended = account.stage == Stage.SUSPENDED
        secrets = {"prove": _proving(account)} if suspended else {}
        outbox.post("account_objected", Addressee(None, known), context, secrets=secrets)


def reinstatement_link(account: Account) -> None:
    """To the imported address alone: the link by which a scan is uploaded."""
    _to_imported(account, "account_prove", secrets={"prove": _proving(account)})


def identity_received(account: Account) -> None:
    """To the imported address: the scan has arrived."""
    _to_imported(account, "account_proof_received")


def identity_refused(account: Account, remarks: list[dict[str, Any]]) -> None:
    """To the imported address: the scan proved nothing, why, and how to send another."""
    proving = {"prove": _proving(account)}
    _to_imported(account, "account_proof_refused", remarks=remarks, secrets=proving)


def vouched(account: Account) -> None:
    """The question who opened the account is settled; the review goes on."""
    _post(account, "account_vouched", way=Vouching(account.vouched_by).label)


def reinstated(account: Account, way: Vouching) -> None:
    """After the identity was proved anew the account works again, from a new first sign-in."""
    name = holders.sign_in_name(account)
    _post(account, "account_reinstated", sign_in_name=name, way=way.value)


def address_corrected(account: Account) -> None:
    """To the new address, after an officer saw the person: how it goes on from here."""
    if account.stage == Stage.ACTIVE:
        name = holders.sign_in_name(account)
        _post(account, "account_address_corrected", sign_in_name=name)
    else:
        _with_status(account, "account_renewed")


def suspended(account: Account, suspension: Suspension) -> None:
    """The account was suspended by a decision: why, and what one can do."""
    with override(account.user.language):
        ground = str(suspension.get_ground_display())
    _post(account, "account_suspended", ground=ground, words=suspension.words)


def suspension_lifted(account: Account) -> None:
    """The account works again as before."""
    _post(account, "account_suspension_lifted")


def address_changed(account: Account, old: str) -> None:
    """To the address that was replaced."""
    new = mask_email(account.user.email or "")
    outbox.post(
        "account_address_changed", Addressee(None, old), {**_about(account), "address": new}
    )


def imported_address(account: Account) -> str | None:
    """The address that the register has for the enrolment of the account, or of its number."""
    row = holders.enrolment_of(account)
    return row.email if row else None


def known_address(account: Account) -> str:
    """Where somebody reads who may object: the imported address, else that of the number's account."""
    print_ = bytes(holders.document_of(account).fingerprint)
    told = holders.holding(print_) or account
    return imported_address(account) or told.user.email or ""


def _proving(account: Account) -> str:
    return links.make(Link.Purpose.REINSTATE, account.pk, lasting=STATUS_LASTS)


def _to_imported(
    account: Account, letter: str, secrets: dict[str, str] | None = None, **more: Any
) -> None:
    to = Addressee(None, imported_address(account))
    outbox.post(letter, to, {**_about(account), **more}, secrets=secrets or {})


def _open_question(account: Account) -> bool:
    return account.needs_vouching and not account.vouched_by


def _with_status(account: Account, letter: str, **more: Any) -> None:
    token = links.make(Link.Purpose.STATUS, account.pk, lasting=STATUS_LASTS)
    context = {**_about(account), **more}
    outbox.post(letter, account.user.addressee, context, secrets={"token": token})


def _post(account: Account, letter: str, **more: Any) -> None:
    outbox.post(letter, account.user.addressee, {**_about(account), **more})


def _about(account: Account) -> dict[str, Any]:
    return {
        "name": mask_name(account.name or ""),
        "number": account.number,
        "registered": not account.is_activation,
    }
