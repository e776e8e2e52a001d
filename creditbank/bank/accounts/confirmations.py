"""Verbs on the e-mail address of a registration: confirmed by a link, sent again, corrected."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import jobs
from creditbank.bank.accounts import letters, openings, tasks
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
    may_wait = account.stage in {Stage.EMAIL_UNCONFIRMED, *UNDECIDED}
    return may_wait and openings.is_unconfirmed(account)


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
    """The address is theirs and reserved from now on; a job brings it before its reviewers.

    The job, because what there is to do then would tell what is known about the number.
    Refused: `link_unknown`, `link_used`, `link_expired`, `email_taken`, `moved_on`.
    """
    link = links.use(token, Link.Purpose.CONFIRM_EMAIL)
    found = opening_of(link)
    if found is None:
        raise Refused("link_expired", _("这个链接已过期，请重新申请。"))
    account = _held(found.pk)
    people.confirm_email(account.user, by=account)
    if account.stage == Stage.EMAIL_UNCONFIRMED:
        jobs.defer(tasks.admit, account_id=str(account.pk))
    else:
        _let_go_on(account, by=account)
    return account


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
