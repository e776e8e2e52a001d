"""Verbs by which it is settled whether the opener of an account is the learner: yes, or 'not me'."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import letters, openings, reinstatements
from creditbank.bank.accounts.decisions import close_case
from creditbank.bank.accounts.models import Account, Vouching
from creditbank.bank.accounts.stages import UNDECIDED, Stage, SuspensionStage
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import links, people
from creditbank.bank.users.models import Link


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
        reinstatements.reinstate(account, email, Vouching.IN_PERSON, by=by)
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
    """'Not me', said by who reads an address that is known: nothing of it may go on.

    An opening is turned down, an open account suspended until the identity is proved again. Both
    addresses are told, every session ends.
    """
    known = letters.known_address(account)
    reason = _now("登记邮箱的使用者表示这次申请不是本人办理。")
    if account.stage in {Stage.EMAIL_UNCONFIRMED, *UNDECIDED}:
        lifecycle.move(account, "object", stage_reason=reason, remarks=[])
        openings.let_go(account, by=by)
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
    for purpose in (Link.Purpose.STATUS, Link.Purpose.VOUCH, Link.Purpose.CONFIRM_EMAIL):
        links.end(account.pk, purpose)
    letters.objected(account, known)


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
