"""The verb of the counter: an e-mail address is corrected by who has seen the ID card."""

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.access import reach
from creditbank.bank.accounts import confirmations, letters, openings, reinstatements
from creditbank.bank.accounts.models import Account, Vouching
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.history import Actor, verb
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import people

CORRECTABLE = frozenset(
    {Stage.EMAIL_UNCONFIRMED, Stage.PENDING_REVIEW, Stage.RETURNED, Stage.ACTIVE}
)


@verb
def correct_in_person(account: Account, *, email: str, by: Actor) -> Account:
    """Write the address a person named at the counter; the old one and the imported one are told.

    An active account begins again with a first sign-in: its code goes to the new address, and
    whoever read the old one knows nothing that opens it. The officer never learns a password.
    Refused: `moved_on`, `staff`, `address_same`, `address_taken`.
    """
    rows = Account.objects.select_related("user__person_key", "person_key")
    account = rows.select_for_update(of=("self",)).get(pk=account.pk)
    _refuse(account, email)
    old = account.user.email or ""
    openings.write_address(account, email.strip(), by=by)
    _vouched(account, by)
    if account.stage == Stage.ACTIVE:
        reinstatements.begin_again(account, by=by)
    if confirmations.is_due(account):
        confirmations.send(account)
    else:
        letters.address_corrected(account)
    if old:
        letters.address_changed(account, old)
    openings.announce(account)
    return account


def _refuse(account: Account, email: str) -> None:
    if account.stage not in CORRECTABLE:
        raise Refused("moved_on", _("这个账户现在的状态不能更正邮箱。"))
    if reach.seats(account.user):
        raise Refused("staff", _("这个人也是工作人员，邮箱不能在窗口更正，请联系全国中心。"))
    if openings.same_address(email, account.user.email):
        raise Refused("address_same", _("这就是现在的邮箱，不需要更正。"), field="email")
    if people.owners(email, but=account.user):
        sentence = _("这个邮箱不能用于这个账户，请学习者换一个邮箱。")
        raise Refused("address_taken", sentence, field="email")


def _vouched(account: Account, by: Actor) -> None:
    imported = letters.imported_address(account)
    account.needs_vouching = not openings.same_address(account.user.email, imported)
    account.vouched_by, account.vouched_at = Vouching.IN_PERSON, clock.now()
    account.original_seen_by = by.actor_label
    account.save(update_fields=["needs_vouching", "vouched_by", "vouched_at", "original_seen_by"])
    case = cases.of(Kind.ACCOUNT, account.pk)
    if case is not None:
        cases.release_held(case, by=by)
