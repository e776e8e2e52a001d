"""What is said about accounts, and to whom; the words live in `templates/letters/account_*`."""

import datetime as dt
from typing import Any

from django.utils.translation import override

from creditbank.bank.accounts import holders
from creditbank.bank.accounts.masks import mask_email, mask_name
from creditbank.bank.accounts.models import Account, Suspension, Vouching
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.messages import outbox
from creditbank.bank.messages.addressees import Addressee
from creditbank.bank.users import links
from creditbank.bank.users.models import Link, User

STATUS_LASTS = dt.timedelta(days=30)
OBJECTION_LASTS = dt.timedelta(days=365)


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
    _with_status(account, "account_second" if second else "account_renewed")


def approved(account: Account) -> None:
    """The account is open: user name and what to do."""
    until = account.user.initial_until
    name = holders.sign_in_name(account)
    _post(account, "account_approved", sign_in_name=name, until=until.isoformat() if until else "")


def returned(account: Account) -> None:
    """Something is to be corrected; the link leads to what exactly."""
    _with_status(account, "account_returned", remarks=account.remarks)


def rejected(account: Account) -> None:
    """The opening was turned down, and why."""
    _post(account, "account_rejected", remarks=account.remarks, reason=account.stage_reason)


def objected(account: Account, imported: str) -> None:
    """To both addresses: somebody said 'this is not me'; what that means now."""
    _post(account, "account_objected", stage=account.stage)
    context = {**_about(account), "stage": account.stage}
    outbox.post("account_objected", Addressee(None, imported), context)


def vouched(account: Account) -> None:
    """The question who opened the account is settled; the review goes on."""
    _post(account, "account_vouched", way=Vouching(account.vouched_by).label)


def reinstated(account: Account) -> None:
    """After the identity was proved at a counter the account works again, from a new first sign-in."""
    _post(account, "account_reinstated", sign_in_name=holders.sign_in_name(account))


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
    """The address that the register has for the enrolment the account was opened from."""
    row = (
        Enrolment.objects.filter(pk=account.enrolment_id).first() if account.enrolment_id else None
    )
    return row.email if row else None


def _open_question(account: Account) -> bool:
    return account.needs_vouching and not account.vouched_by


def _with_status(account: Account, letter: str, **more: Any) -> None:
    token = links.make(Link.Purpose.STATUS, account.pk, lasting=STATUS_LASTS)
    context = {**_about(account), **more}
    outbox.post(letter, account.user.addressee, context, secrets={"token": token})


def _post(account: Account, letter: str, **more: Any) -> None:
    outbox.post(letter, account.user.addressee, {**_about(account), **more})


def _about(account: Account) -> dict[str, Any]:
    return {"name": mask_name(account.name or ""), "number": account.number}
