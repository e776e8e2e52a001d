"""Verbs on the e-mail address of a registration: confirmed by a link, sent again, corrected."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import holders, letters, openings, reopenings
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import UNDECIDED, Stage
from creditbank.bank.history import Actor, verb
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import links, people
from creditbank.bank.users.models import Link

LASTS = dt.timedelta(hours=48)


def is_due(account: Account) -> bool:
    """Whether a click in the e-mail is what this registration waits for."""
    if account.is_activation:
        return False
    corrected = account.stage in UNDECIDED and account.user.email_confirmed_at is None
    return account.stage == Stage.EMAIL_UNCONFIRMED or corrected


def send(account: Account) -> None:
    """Send the link; earlier ones end."""
    links.end(account.pk, Link.Purpose.CONFIRM_EMAIL)
    token = links.make(Link.Purpose.CONFIRM_EMAIL, account.pk, LASTS)
    letters.confirm(account, token, hours=LASTS // dt.timedelta(hours=1))


def opening_of(link: Link) -> Account | None:
    """The registration that a link belongs to; None once it is erased."""
    return _rows().filter(pk=link.subject_id).first()


@verb
def send_again(account: Account, *, by: Actor) -> None:
    """Send a fresh link to the same address."""
    send(_held(account.pk))


@verb
def correct_address(account: Account, email: str, *, by: Actor) -> None:
    """Name another address before the first was confirmed; the link sent there is dead."""
    fresh = _held(account.pk)
    old = fresh.user.email or ""
    if openings.same_address(email, old):
        raise Refused(
            "address_same", _("这就是现在的邮箱。没有收到邮件时，请重新发送。"), field="email"
        )
    openings.write_address(fresh, email.strip(), by=by)
    letters.address_withdrawn(fresh, old)
    send(fresh)
    if fresh.stage in UNDECIDED:
        openings.question(fresh)
        openings.announce(fresh)


@verb
def confirm(token: str, *, by: Actor) -> Account:
    """The address is theirs and reserved from now on; the review begins.

    Refused: `link_unknown`, `link_used`, `link_expired`, `email_taken`, `moved_on`.
    """
    link = links.use(token, Link.Purpose.CONFIRM_EMAIL)
    found = opening_of(link)
    if found is None:
        raise Refused("link_expired", _("这个链接已过期，请重新申请。"))
    openings.lock(bytes(holders.document_of(found).fingerprint))
    account = _held(found.pk)
    if account.stage == Stage.EMAIL_UNCONFIRMED:
        return take_proof(account, by=account)
    people.confirm_email(account.user, by=account)
    _let_go_on(account, by=account)
    return account


@verb
def take_proof(account: Account, *, by: Actor) -> Account:
    """Some link showed that the address is theirs: open the case.

    Where too many openings of the number wait already, it is turned away instead. Answers the
    account that waits now: that of the number, where it was closed before.
    """
    document_fingerprint = bytes(holders.document_of(account).fingerprint)
    openings.lock(document_fingerprint)
    people.confirm_email(account.user, by=by)
    others = holders.being_opened(document_fingerprint)
    if len(others) >= openings.MOST_AT_ONCE:
        reason = _now(
            "同一证件号码已有多份申请在审核，这一份不再受理。请等待结果，或携带证件当面办理。"
        )
        lifecycle.move(account, "turn_away", stage_reason=reason)
        openings.let_go(account, by=by)
        letters.rejected(account)
        return account
    closed = reopenings.waiting(document_fingerprint)
    if closed is None:
        _tell_holder_since(account, document_fingerprint)
        lifecycle.move(account, "confirm_email", submitted_at=clock.now())
    else:
        account = reopenings.take_over(closed, account, by=by)
    openings.question(account)
    openings.take_word(account)
    openings.hand_in(account, by=by)
    openings.announce(account)
    for other in others:
        letters.renewed(other, second=True)
    return account


def _tell_holder_since(account: Account, document_fingerprint: bytes) -> None:
    """Who got the number's account only after this was submitted was not told yet."""
    holding = holders.holding(document_fingerprint)
    begun = account.submitted_at
    if holding and holding.opened_at and begun and holding.opened_at > begun:
        letters.registered_again(holding, account)


@verb
def tell_holder(account_id: UUID, *, by: Actor) -> None:
    """Tell who has the account of a registration's number already, if there is one."""
    account = _rows().filter(pk=account_id).first()
    if account is None:
        return
    holding = holders.holding(bytes(holders.document_of(account).fingerprint))
    if holding and holding.pk != account.pk and holding.stage != Stage.CLOSED:
        letters.registered_again(holding, account)


def _let_go_on(account: Account, *, by: Actor) -> None:
    """A corrected address is confirmed: the case is handed out again."""
    case = cases.of(Kind.ACCOUNT, account.pk)
    if case is not None and not openings.held_for(account):
        cases.release_held(case, by=by)


def _held(account_id: UUID) -> Account:
    account = _rows().select_for_update(of=("self",)).filter(pk=account_id).first()
    if account is None or not is_due(account):
        raise Refused("moved_on", _("这个邮箱已经确认过，或者这份注册已有变化。"))
    return account


def _rows() -> QuerySet[Account]:
    return Account.objects.select_related("user__person_key", "person_key", "organisation")
