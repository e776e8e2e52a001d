"""What a reviewer's decision does to an account; called when the decision takes effect."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import attachments, facts, holders, letters, openings
from creditbank.bank.accounts.models import Account
from creditbank.bank.history import Actor, verb
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import people
from creditbank.bank.users.models import User

Remarks = list[dict[str, Any]]
INITIAL_PASSWORD_LIVES = dt.timedelta(days=30)


def why_not_approve(account: Account) -> Refused | None:
    """What stands against an approval, as far as it can be known before deciding."""
    if account.needs_vouching and not account.vouched_by:
        return Refused(
            "needs_vouching",
            _("邮箱与学籍登记的不一致，还没有证件扫描件、当面核对或登记邮箱的确认，暂不能通过。"),
        )
    if openings.is_unconfirmed(account):
        return Refused("email_unconfirmed", _("学习者更换的邮箱还没有确认，暂不能通过。"))
    if facts.owners_of_address(account):
        return Refused(
            "address_taken", _("这个邮箱已属于另一位用户，请退回补正，请学习者更换邮箱。")
        )
    holding = holders.holding(bytes(holders.document_of(account).fingerprint))
    if holding and holding.pk != account.pk:
        return Refused("number_taken", _("这个证件号码已有账户，不能再开通一个。"))
    return None


@verb
def approve(account: Account, *, by: Actor, move: str = "approve") -> None:
    """Open the account: the number is reserved, other openings of it are turned down.

    After an activation the initial password lives 30 days; everybody else has one of their own.
    Refused while nobody vouched for an address that the register does not have. `move` is "uphold"
    where an appeal is granted.
    """
    document = holders.document_of(account)
    openings.lock(bytes(document.fingerprint))
    account = _fresh(account)
    refusal = why_not_approve(account)
    if refusal:
        raise refusal
    lifecycle.move(account, move, opened_at=clock.now(), stage_reason="", remarks=[])
    document.reserved = True
    document.save(update_fields=["reserved"])
    _let_in(account, by=by)
    attachments.attach(account)
    letters.approved(account, appealed=move == "uphold")
    for other in holders.being_opened(bytes(document.fingerprint)):
        _supersede(other, by=by)


@verb
def send_back(account: Account, remarks: Remarks, *, by: Actor, reason: str = "") -> None:
    """Ask the learner to correct what the remarks name, field by field."""
    lifecycle.move(account, "return", stage_reason=reason, remarks=remarks)
    letters.returned(account)


@verb
def reject(account: Account, remarks: Remarks, *, by: Actor, reason: str = "") -> None:
    """Turn the opening down; it reserves nothing, so the learner may begin anew, or appeal."""
    lifecycle.move(account, "reject", stage_reason=reason, remarks=remarks)
    openings.let_go(account, by=by)
    letters.rejected(account, may_appeal=True)


def close_case(account: Account, *, by: Actor) -> None:
    """Take the account's case off the queue; one that is decided already ends by its own effect."""
    case = cases.of(Kind.ACCOUNT, account.pk)
    try:
        if case is not None:
            cases.withdraw(case, by=by)
    except Refused:
        pass


def _let_in(account: Account, *, by: Actor) -> None:
    """What is signed in with from now on: the password chosen, else the initial one."""
    people.hold_email(account.user, by=by)
    if not account.is_activation:
        return
    until = clock.now() + INITIAL_PASSWORD_LIVES
    User.objects.filter(pk=account.user_id).update(initial_until=until)
    account.user.initial_until = until


def _supersede(other: Account, *, by: Actor) -> None:
    reason = _now("同一证件号码的另一份申请已经通过。")
    lifecycle.move(other, "supersede", stage_reason=reason, remarks=[])
    openings.let_go(other, by=by)
    close_case(other, by=by)
    letters.rejected(other)


def _fresh(account: Account) -> Account:
    rows = Account.objects.select_related("user__person_key", "person_key")
    return rows.select_for_update(of=("self",)).get(pk=account.pk)
