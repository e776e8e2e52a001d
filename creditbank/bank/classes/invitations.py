"""Verbs on invitations: sent, reminded of, renewed, given another address, withdrawn, erased.

What the invited person does with one stands in `acceptances`.
"""

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle, limits
from creditbank.bank.accounts import erasures, holders, openings
from creditbank.bank.accounts.models import Account, Document, Opening
from creditbank.bank.accounts.stages import UNDECIDED
from creditbank.bank.accounts.stages import Stage as AccountStage
from creditbank.bank.classes import letters
from creditbank.bank.classes.models import Invitation, TrainingClass
from creditbank.bank.classes.stages import Stage
from creditbank.bank.history import Actor, verb
from creditbank.bank.keys import persons
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.users import links
from creditbank.bank.users.models import Link

LASTS = dt.timedelta(days=90)
REMINDED_AFTER = (dt.timedelta(days=14), dt.timedelta(days=60))
IN_A_DAY = 3
BATCH = 500
# Who has one of these has an account; nobody is invited to a second one.
HOLDING = (AccountStage.ACTIVE, AccountStage.SUSPENDED)


def of(organisation: Organisation) -> QuerySet[TrainingClass]:
    """Classes of an organisation and all below it, the latest first."""
    rows = TrainingClass.objects.filter(organisation__path__startswith=organisation.path)
    return rows.select_related("organisation").order_by("-id")


def known() -> QuerySet[Invitation]:
    """With everything that a page or a letter tells of an invitation."""
    return Invitation.objects.select_related("person_key", "training_class__organisation")


@verb
def send(invitation: Invitation, *, by: Actor) -> bool:
    """Send it for the first time; False where it was sent, is answered, or there is nowhere to."""
    row = known().select_for_update(of=("self",)).get(pk=invitation.pk)
    if row.sent_at is not None or row.stage != Stage.INVITED:
        return False
    return _post(row, again=False)


@verb
def send_again(invitation: Invitation, *, by: Actor) -> None:
    """Send a fresh link; earlier ones end. Refused where there is no address, or it is answered.

    Also where the person has an account: whether they have is not for an officer to find out.
    """
    row = _held(invitation.pk)
    if not row.email:
        raise Refused("no_address", _("没有电子邮箱，无法发送；请先填写邮箱。"))
    _post(row, again=False)


@verb
def remind(invitation: Invitation, *, by: Actor) -> None:
    """Remind once more; of one that is answered meanwhile, nothing."""
    row = known().select_for_update(of=("self",)).get(pk=invitation.pk)
    if row.stage == Stage.INVITED and _is_due(row):
        row.reminders += 1
        row.save(update_fields=["reminders"])
        _post(row, again=True)


def renew(old_token: str, *, by: Actor) -> None:
    """Send a link like an old one, to the invitation's own address; nothing where it was none.

    Raises `Refused("too_many")` after three a day; not to be called within a transaction.
    """
    link = links.known(old_token, Link.Purpose.INVITATION)
    row = Invitation.objects.filter(pk=link.subject_id).first() if link else None
    if row is not None and row.stage == Stage.INVITED:
        day = dt.timedelta(days=1)
        limits.hit("invitation.renew", str(row.pk), limit=IN_A_DAY, window=day)
        send_again(row, by=by)


@verb
def correct_address(invitation: Invitation, email: str, *, by: Actor) -> None:
    """Write the address of somebody whose identity document was seen; the former one is told.

    Having seen the original counts for the opening too. The link goes to the new address.
    """
    row = _held(invitation.pk)
    if openings.same_address(email, row.email):
        sentence = _("这就是现在的邮箱。没有收到邮件时，请重新发送。")
        raise Refused("address_same", sentence, field="email")
    readdress(row, email.strip())
    row.original_seen_by = by.actor_label
    row.save()
    _post(row, again=False)


@verb
def declare_seen(invitation: Invitation, *, by: Actor) -> None:
    """The original of the identity document was seen: no scan is asked for."""
    row = _held(invitation.pk)
    row.original_seen_by = by.actor_label
    row.save(update_fields=["original_seen_by"])


@verb
def declare_all_seen(training_class: TrainingClass, *, by: Actor) -> int:
    """The same for everybody in a class who has not answered yet; how many it was said of."""
    rows = training_class.invitations.filter(stage=Stage.INVITED, original_seen_by="")
    return rows.update(original_seen_by=by.actor_label)


@verb
def withdraw(invitation: Invitation, *, by: Actor) -> None:
    """Take it back: who was told is told, and what is known of the person is erased.

    A later roster may invite them anew.
    """
    row = _locked(invitation.pk)
    was_told = row.stage == Stage.INVITED and row.sent_at is not None
    lifecycle.move(row, "withdraw", answered_at=clock.now())
    if was_told:
        letters.withdrawn(row, account_of(row))
    erase(row, by=by)


@verb
def lapse(invitation: Invitation, *, by: Actor) -> None:
    """Nobody answered in time, or what came of it is gone: erase it. Of one that moved on, nothing."""
    row = due().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if row is None:
        return
    if row.stage != Stage.DECLINED:
        lifecycle.move(row, "lapse", answered_at=clock.now())
    erase(row, by=by)


def due() -> QuerySet[Invitation]:
    """What is to be erased: unanswered or declined for 90 days, or of an opening that is gone.

    An opening that became the reopening of a closed account goes on as that account.
    """
    old = Q(stage__in=(Stage.INVITED, Stage.DECLINED), created_at__lte=clock.now() - LASTS)
    account = Account.objects.filter(pk=OuterRef("account_id"))
    known = Document.objects.filter(fingerprint=OuterRef("fingerprint"))
    reopened = known.filter(account__opening=Opening.CLASS, account__stage__in=UNDECIDED)
    gone = Q(stage=Stage.ACCEPTED) & ~Exists(account) & ~Exists(reopened)
    rows = Invitation.objects.filter(old | gone, fingerprint__isnull=False)
    return rows.select_related("person_key").order_by("created_at")


def to_remind() -> QuerySet[Invitation]:
    """Invitations that were sent long enough ago to be reminded of, once more."""
    now, late = clock.now(), Q()
    for already, after in enumerate(REMINDED_AFTER):
        late |= Q(reminders=already, created_at__lte=now - after)
    # Whoever was written to lately, by whomever, is left in peace.
    rows = Invitation.objects.filter(
        late, stage=Stage.INVITED, sent_at__lte=now - REMINDED_AFTER[0]
    )
    return rows.order_by("created_at")


def unsent() -> QuerySet[Invitation]:
    """Invitations that were not sent yet, for want of an address or of time."""
    return Invitation.objects.filter(stage=Stage.INVITED, sent_at=None).order_by("id")


def readdress(row: Invitation, email: str) -> None:
    """Put another address onto an invitation: links sent to the former are dead, which it is told."""
    if row.sent_at and row.email and account_of(row) is None:
        letters.address_withdrawn(row.email)
    links.end(row.pk, Link.Purpose.INVITATION)
    row.email, row.sent_at, row.proved_at = email, None, None


def erase(row: Invitation, *, by: Actor) -> None:
    """Nothing stays of the person: no value, no fingerprint, no draft."""
    forget(row, by=by)
    row.name = row.fingerprint = row.fingerprint_next = None
    row.save()
    persons.destroy(row.person_key)


def forget(row: Invitation, *, by: Actor) -> None:
    """What an answered invitation needs no longer goes: address, number, outcomes, the draft."""
    Link.objects.filter(subject_id=row.pk, purpose=Link.Purpose.INVITATION).delete()
    row.outcomes.filter(outcome=None).delete()
    draft = draft_of(row)
    if draft is not None:
        erasures.erase(draft, by=by)
    row.number = row.email = row.mobile = None
    row.save()


def draft_of(row: Invitation) -> Account | None:
    """The account that the invited person is about to open."""
    if row.account_id is None:
        return None
    rows = Account.objects.select_related("person_key", "user__person_key", "organisation")
    return rows.filter(pk=row.account_id, stage=AccountStage.DRAFT).first()


def account_of(row: Invitation) -> Account | None:
    """The account that the invited person has already."""
    found = holders.holding(bytes(row.fingerprint or b""))
    return found if found and found.stage in HOLDING else None


def _post(row: Invitation, *, again: bool) -> bool:
    """Tell the person: who has an account there, everybody else by a link; False where nowhere."""
    account = account_of(row)
    if account is not None:
        letters.outcomes_wait(row, account)
    elif row.email:
        links.end(row.pk, Link.Purpose.INVITATION)
        left = row.created_at + LASTS - clock.now()
        token = links.make(Link.Purpose.INVITATION, row.pk, left)
        letters.invited(row, token, days=max(1, left.days), again=again)
    else:
        return False
    row.sent_at = clock.now()
    row.save(update_fields=["sent_at"])
    return True


def _is_due(row: Invitation) -> bool:
    return to_remind().filter(pk=row.pk).exists()


def _locked(invitation_id: UUID) -> Invitation:
    return known().select_for_update(of=("self",)).get(pk=invitation_id)


def _held(invitation_id: UUID) -> Invitation:
    """Nobody answers meanwhile; raises where somebody has."""
    row = _locked(invitation_id)
    if row.stage != Stage.INVITED:
        raise Refused("moved_on", _("这份邀请刚才已有变化，请刷新页面查看。"))
    return row
