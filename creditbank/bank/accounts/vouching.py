"""Verbs by which it is settled whether the opener of an account is the learner: yes, or 'not me'."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import letters, openings, suspensions
from creditbank.bank.accounts.decisions import INITIAL_PASSWORD_LIVES, close_case
from creditbank.bank.accounts.models import Account, Vouching
from creditbank.bank.accounts.stages import Stage, SuspensionStage
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import links, people
from creditbank.bank.users.models import Link, User

UNDECIDED = (Stage.PENDING_REVIEW, Stage.RETURNED)


def waiting(below: Organisation) -> QuerySet[Account]:
    """Accounts of a subtree that wait for somebody to see the person: unvouched or suspended."""
    unvouched = Q(stage__in=UNDECIDED, needs_vouching=True, vouched_by="")
    denied = Q(stage=Stage.SUSPENDED) & ~Q(suspensions__stage=SuspensionStage.IN_FORCE)
    rows = Account.objects.filter(unvouched | denied)
    rows = rows.filter(organisation__path__startswith=below.path).order_by("submitted_at", "id")
    return rows.select_related("organisation", "person_key", "user__person_key")


@verb
def vouch_in_person(account: Account, *, email: str, by: Actor) -> None:
    """An officer saw the person with the original document, who names the address they gave.

    The address is asked for because several openings of one number may wait, and only one is this
    person's. A suspended account takes the address named and begins again with a first sign-in.
    """
    if account.stage == Stage.SUSPENDED:
        if suspensions.in_force(account):
            raise Refused("suspended", _("这个账户由审核主管决定暂停，只能由审核主管解除。"))
        _reinstate(account, email, by=by)
        return
    if not openings.same_address(email, account.user.email):
        raise Refused(
            "address_differs",
            _("这份申请填写的不是这个邮箱。请核对是否另有一份申请，或请学习者重新激活。"),
            field="email",
        )
    _vouch(account, Vouching.IN_PERSON, by=by)


@verb
def follow(token: str, purpose: Link.Purpose, *, by: Actor) -> None:
    """Use up a link sent to the imported address and do what it stands for."""
    link = links.use(token, purpose)
    rows = Account.objects.select_related("person_key", "user__person_key")
    account = rows.get(pk=link.subject_id)
    if purpose == Link.Purpose.VOUCH:
        vouch_by_link(account, by=by)
    else:
        object_to(account, by=by)


@verb
def vouch_by_link(account: Account, *, by: Actor) -> None:
    """Somebody who reads the imported address says: yes, it is me."""
    _vouch(account, Vouching.LINK, by=by)


@verb
def object_to(account: Account, *, by: Actor) -> None:
    """'Not me', said by who reads the imported address: nothing of it may go on.

    An opening is turned down, an open account suspended until the identity is proved again. Both
    addresses are told, every session ends.
    """
    imported = letters.imported_address(account)
    reason = _now("登记邮箱的使用者表示这次激活不是本人办理。")
    if account.stage in UNDECIDED:
        lifecycle.move(account, "object", stage_reason=reason, remarks=[])
        close_case(account, by=by)
    elif account.stage == Stage.ACTIVE:
        lifecycle.move(account, "suspend", stage_reason=reason)
    elif account.stage == Stage.SUSPENDED:
        # By a supervisor: when that is lifted, this still stands until an officer saw the person.
        doubted = {"needs_vouching": True, "vouched_by": "", "vouched_at": None}
        Account.objects.filter(pk=account.pk, stage=Stage.SUSPENDED).update(**doubted)
        return
    else:
        return
    people.end_sessions(account.user, by=by)
    for purpose in (Link.Purpose.STATUS, Link.Purpose.VOUCH):
        links.end(account.pk, purpose)
    letters.objected(account, imported or account.user.email or "")


def _vouch(account: Account, way: Vouching, *, by: Actor) -> None:
    fresh = Account.objects.filter(pk=account.pk, stage__in=UNDECIDED, needs_vouching=True)
    now = clock.now()
    if not fresh.update(vouched_by=way, vouched_at=now, original_seen_by=_who_saw(way, by)):
        raise Refused("moved_on", _("这份申请刚才已有变化，无需再确认。"))
    account.vouched_by, account.vouched_at = way, now
    case = cases.of(Kind.ACCOUNT, account.pk)
    if case is not None:
        cases.release_held(case, by=by)
    letters.vouched(account)


def _who_saw(way: Vouching, by: Actor) -> str:
    return by.actor_label if way == Vouching.IN_PERSON else ""


def _reinstate(account: Account, email: str, *, by: Actor) -> None:
    old = account.user.email or ""
    if not openings.same_address(email, old):
        openings.write_address(account, email)
    lifecycle.move(
        account,
        "reinstate",
        stage_reason="",
        vouched_by=Vouching.IN_PERSON,
        vouched_at=clock.now(),
        original_seen_by=by.actor_label,
    )
    begin_again(account.user, by=by)
    letters.reinstated(account)
    if not openings.same_address(email, old):
        letters.address_changed(account, old)


@verb
def begin_again(user: User, *, by: Actor) -> None:
    """Back to the first sign-in: whoever held the account before knows nothing that opens it."""
    user.set_unusable_password()
    user.initial_until = clock.now() + INITIAL_PASSWORD_LIVES
    user.save(update_fields=["password", "initial_until"])
    links.end(user.pk, Link.Purpose.RECOVERY)
    people.end_sessions(user, by=by)
