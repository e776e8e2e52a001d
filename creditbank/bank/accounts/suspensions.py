"""Verbs on suspensions: a reviewer proposes, somebody else decides, and lifts it when it is over."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import letters, routing
from creditbank.bank.accounts.models import Account, Suspension
from creditbank.bank.accounts.stages import Stage, SuspensionStage
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.users import people

_LONGEST = 1000


def within(below: Organisation) -> QuerySet[Suspension]:
    """Suspensions of accounts of a subtree, the newest first."""
    rows = Suspension.objects.filter(account__in=routing.within(below))
    return rows.select_related("account__organisation").order_by("-id")


def waiting(below: Organisation) -> QuerySet[Suspension]:
    """Those that nobody has decided yet."""
    return within(below).filter(stage=SuspensionStage.PROPOSED)


@verb
def propose(
    account: Account, *, ground: str, words: str, oneself: Oneself, by: Actor
) -> Suspension:
    """Ask for an active account to be suspended; nothing happens to it yet.

    Refused: `own_account`, `not_active`, `proposed_already`, `words_missing`.
    """
    if account.user_id in oneself.users:
        raise Refused("own_account", _("不能办理自己的账户，请由其他人员办理。"))
    if account.stage != Stage.ACTIVE:
        raise Refused("not_active", _("只有已开通的账户可以暂停。"), field="number")
    row = Suspension(account=account, ground=Suspension.Ground(ground))
    row.words = _said(words, "words")
    row.proposed_by_id, row.proposed_by_label = UUID(by.actor_id), by.actor_label
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        sentence = _("这个账户已有一份暂停建议，请等待决定。")
        raise Refused("proposed_already", sentence, field="number") from error
    return row


@verb
def withdraw(suspension: Suspension, *, by: Actor) -> None:
    """Take one's own proposal back while nobody has decided it."""
    if str(suspension.proposed_by_id) != by.actor_id:
        raise Refused("not_yours", _("只有提出建议的人可以撤回。"))
    lifecycle.move(suspension, "withdraw")


@verb
def confirm(
    suspension: Suspension, *, answer: str = "", oneself: Oneself, by: Actor, reason: str = ""
) -> None:
    """Suspend the account: every session ends, the learner is told why. By a second person only."""
    _refuse_same(suspension, oneself)
    lifecycle.move(suspension, "confirm", answer=answer.strip(), **_decided(by))
    account = _account(suspension)
    lifecycle.move(account, "suspend", stage_reason=suspension.words)
    people.end_sessions(account.user, by=by)
    letters.suspended(account, suspension)


@verb
def decline(
    suspension: Suspension, *, answer: str, oneself: Oneself, by: Actor, reason: str = ""
) -> None:
    """Leave the account as it is, and say why. By a second person only."""
    _refuse_same(suspension, oneself)
    lifecycle.move(suspension, "decline", answer=_said(answer, "answer"), **_decided(by))


@verb
def lift(
    suspension: Suspension, *, because: str, oneself: Oneself, by: Actor, reason: str = ""
) -> None:
    """End a suspension: the account works again as before.

    Where the learner said 'not me' meanwhile it stays suspended, until an officer saw the person.
    """
    _refuse_own(suspension, oneself)
    told = {"lifted_because": _said(because, "answer"), "lifted_at": clock.now()}
    lifecycle.move(suspension, "lift", lifted_by_label=by.actor_label, **told)
    account = _account(suspension)
    if account.needs_vouching and not account.vouched_by:
        return
    lifecycle.move(account, "reinstate", stage_reason="")
    letters.suspension_lifted(account)


def _refuse_same(suspension: Suspension, oneself: Oneself) -> None:
    _refuse_own(suspension, oneself)
    if suspension.proposed_by_id in oneself.users:
        sentence = _("自己提出的暂停建议要由另一个人决定。")
        raise Refused("own_proposal", sentence)


def _refuse_own(suspension: Suspension, oneself: Oneself) -> None:
    if suspension.account.user_id in oneself.users:
        raise Refused("own_account", _("不能办理自己的账户，请由其他人员办理。"))


def _decided(by: Actor) -> dict[str, object]:
    return {"decided_by_label": by.actor_label, "decided_at": clock.now()}


def _account(suspension: Suspension) -> Account:
    rows = Account.objects.select_related("user__person_key", "person_key")
    return rows.select_for_update(of=("self",)).get(pk=suspension.account_id)


def _said(words: str, field: str) -> str:
    said = words.strip()[:_LONGEST]
    if not said:
        raise Refused("words_missing", _("请写明理由。"), field=field)
    return said


def in_force(account: Account) -> bool:
    """Whether this account is suspended by a decision, and not by a 'not me' alone."""
    return account.suspensions.filter(stage=SuspensionStage.IN_FORCE).exists()
