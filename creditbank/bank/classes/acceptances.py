"""Verbs of the invited person: recognising oneself, agreeing, handing in, declining.

Who has an account agrees to the outcomes alone, signed in; see `accept`.
"""

from collections.abc import Sequence
from hmac import compare_digest

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import drafts, openings, registrations
from creditbank.bank.accounts.information import Information
from creditbank.bank.accounts.models import Account
from creditbank.bank.classes import deliveries, invitations
from creditbank.bank.classes.models import Invitation
from creditbank.bank.classes.stages import Stage
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import Actor, verb
from creditbank.bank.identity import canonical, last_six
from creditbank.bank.portal.models import Agreement
from creditbank.bank.refusals import Refused
from creditbank.bank.users import links
from creditbank.bank.users.models import Link


def by_link(token: str) -> Invitation | None:
    """The invitation of a link that still works and is not answered yet."""
    link = links.peek(token, Link.Purpose.INVITATION)
    rows = invitations.known().filter(stage=Stage.INVITED)
    return rows.filter(pk=link.subject_id).first() if link else None


@verb
def recognise(token: str, typed: str, *, by: Actor) -> Invitation:
    """Use the link up by telling one's document number, or its last six characters.

    Both show who it is: who reads the address, and who knows the number. Refused: `link_…`,
    `number_differs` (then the link still works), `moved_on`.
    """
    link = links.use(token, Link.Purpose.INVITATION)
    row = _held(Invitation(pk=link.subject_id))
    number, said = row.number or "", canonical(typed)
    if not any(compare_digest(said.encode(), one.encode()) for one in (number, last_six(number))):
        sentence = _("与邀请您的机构登记的证件号码不符，请核对证件后重新输入。")
        raise Refused("number_differs", sentence, field="number")
    row.proved_at = clock.now()
    row.save(update_fields=["proved_at"])
    return row


@verb
def agree(invitation: Invitation, *, agreement: Agreement, by: Actor) -> Account:
    """Agree to an account, and to the outcomes of the roster: a draft begins, or goes on."""
    row = _proved(invitation)
    draft = invitations.draft_of(row)
    if draft is not None:
        if not openings.same_address(draft.user.email, row.email):
            openings.write_address(draft, row.email or "", by=by)
        return draft
    told = _told(row)
    organisation = row.training_class.organisation
    draft = drafts.begin_invited(told, organisation=organisation, agreement=agreement, by=by)
    row.account_id = draft.pk
    row.save(update_fields=["account_id"])
    return draft


@verb
def hand_in(invitation: Invitation, *, scans: Sequence[StoredFile], by: Actor) -> Account:
    """Hand the draft in for review; the outcomes follow when the account is open."""
    row = _proved(invitation)
    draft = invitations.draft_of(row)
    if draft is None:
        raise Refused("moved_on", _("这份申请已有变化，请从邮件中的链接重新开始。"))
    seen = row.original_seen_by
    registrations.submit_invited(draft, scans=scans, original_seen_by=seen, by=by)
    _accept(row, draft)
    return draft


@verb
def accept(invitation: Invitation, *, account: Account, by: Actor) -> None:
    """Agree to the outcomes as somebody who has an account; they are delivered at once."""
    row = _held(invitation)
    if not waiting(account).filter(pk=row.pk).exists():
        raise Refused("moved_on", _("这份邀请刚才已有变化，请刷新页面查看。"))
    _accept(row, account)
    deliveries.deliver(account, by=by)


@verb
def decline(invitation: Invitation, *, by: Actor) -> None:
    """Say no: only the name stays for the organisation to see, for 90 days at most."""
    row = _held(invitation)
    lifecycle.move(row, "decline", answered_at=clock.now())
    invitations.forget(row, by=by)


@verb
def decline_by_link(token: str, *, by: Actor) -> None:
    """The same by the link of the message, for whoever reads the address."""
    decline(Invitation(pk=links.use(token, Link.Purpose.INVITATION).subject_id), by=by)


def waiting(account: Account) -> QuerySet[Invitation]:
    """Invitations that name a document of this account and wait for an answer."""
    prints = account.documents.filter(reserved=True).values("fingerprint")
    rows = invitations.known().filter(stage=Stage.INVITED, fingerprint__in=prints)
    return rows.prefetch_related("outcomes").order_by("id")


def _told(row: Invitation) -> Information:
    return Information(
        name=row.name or "",
        kind=row.document_kind,
        number=row.number or "",
        country=row.country,
        email=row.email or "",
        mobile=row.mobile or "",
        address="",
        education="",
        occupation="",
    )


def _accept(row: Invitation, account: Account) -> None:
    """From now on only the name is kept, and what is to be delivered."""
    lifecycle.move(row, "accept", answered_at=clock.now(), account_id=account.pk)
    row.number = row.email = row.mobile = None
    row.save()
    links.end(row.pk, Link.Purpose.INVITATION)


def _held(invitation: Invitation) -> Invitation:
    rows = invitations.known().select_for_update(of=("self",))
    row = rows.filter(pk=invitation.pk, stage=Stage.INVITED).first()
    if row is None:
        raise Refused("moved_on", _("这份邀请已经答复过，或者已被撤销。"))
    return row


def _proved(invitation: Invitation) -> Invitation:
    row = _held(invitation)
    if row.proved_at is None:
        raise Refused("moved_on", _("邮箱已更正，请从新邮箱收到的链接重新开始。"))
    return row
