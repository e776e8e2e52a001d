"""Verbs that bring a registration before its reviewers, once its address is confirmed.

What there is to do differs with what is known about the number, so a job does it: whoever confirms
an address sees the same, and waits as long, whatever the number.
"""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _now

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import holders, letters, openings, reopenings
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.history import Actor, verb

OVERDUE = dt.timedelta(minutes=1)
BATCH = 500


@verb
def admit(account_id: UUID, *, by: Actor) -> Account | None:
    """Open the case of a confirmed registration; of one that has moved on, nothing.

    Where too many openings of the number wait already, it is turned away and told so. Answers the
    account that waits now: that of the number, where it was closed before.
    """
    found = _rows().filter(pk=account_id, stage=Stage.EMAIL_UNCONFIRMED).first()
    if found is None:
        return None
    document_fingerprint = bytes(holders.document_of(found).fingerprint)
    openings.lock(document_fingerprint)
    account = _confirmed().select_for_update(of=("self",)).filter(pk=account_id).first()
    if account is None:
        return None
    others = holders.being_opened(document_fingerprint)
    if len(others) >= openings.MOST_AT_ONCE:
        return _turn_away(account, by=by)
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


@verb
def tell_holder(account_id: UUID, *, by: Actor) -> None:
    """Tell who has the account of a registration's number already, if there is one."""
    account = _rows().filter(pk=account_id).first()
    if account is None:
        return
    holding = holders.holding(bytes(holders.document_of(account).fingerprint))
    if holding and holding.pk != account.pk and holding.stage != Stage.CLOSED:
        letters.registered_again(holding, account)


def overdue() -> Iterator[UUID]:
    """Confirmed registrations whose job got lost or failed."""
    late = _confirmed().filter(user__email_confirmed_at__lte=clock.now() - OVERDUE)
    yield from late.order_by("user__email_confirmed_at").values_list("pk", flat=True)[:BATCH]


def _turn_away(account: Account, *, by: Actor) -> Account:
    reason = _now(
        "同一证件号码已有多份申请在审核，这一份不再受理。请等待结果，或携带证件当面办理。"
    )
    lifecycle.move(account, "turn_away", stage_reason=reason)
    openings.let_go(account, by=by)
    letters.rejected(account)
    return account


def _tell_holder_since(account: Account, document_fingerprint: bytes) -> None:
    """Who got the number's account only after this was submitted was not told yet."""
    holding = holders.holding(document_fingerprint)
    begun = account.submitted_at
    if holding and holding.opened_at and begun and holding.opened_at > begun:
        letters.registered_again(holding, account)


def _confirmed() -> QuerySet[Account]:
    return _rows().filter(stage=Stage.EMAIL_UNCONFIRMED, user__email_confirmed_at__isnull=False)


def _rows() -> QuerySet[Account]:
    return Account.objects.select_related("user__person_key", "person_key", "organisation")
