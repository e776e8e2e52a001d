"""Closing an account (注销): what is the person's goes for good, what the law keeps stays without it."""

from django.utils.translation import gettext_lazy as _

from creditbank.bank import lifecycle
from creditbank.bank.accounts import letters
from creditbank.bank.accounts.models import Account
from creditbank.bank.files import uploads
from creditbank.bank.history import Actor, verb
from creditbank.bank.keys import persons
from creditbank.bank.messages import inbox
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.stages import Stage as CaseStage
from creditbank.bank.users import links, people
from creditbank.bank.users.models import Link

UNDER_WAY = (CaseStage.OPEN, CaseStage.DECIDED, CaseStage.WITH_LEARNER)
# What an account says of its person in plain; the sealed rest goes with the key.
_PLAIN = {
    "stage_reason": "",
    "remarks": [],
    "region": "",
    "education": "",
    "occupation": "",
    "original_seen_by": "",
}


def why_not(account: Account) -> Refused | None:
    """What stands against closing now."""
    if Case.objects.filter(person_id=account.user_id, stage__in=UNDER_WAY).exists():
        sentence = _("您有申请还在审核或等待补正，办结或撤回以后才能注销账户。")
        return Refused("under_review", sentence)
    if Appointment.objects.current().filter(user_id=account.user_id).exists():
        return Refused("has_post", _("您同时是工作人员。请先由管理员解除任职，再注销账户。"))
    return None


@verb
def close(account: Account, *, by: Actor) -> None:
    """Destroy the person's key, and with it every personal value here and in the history.

    Scans and messages are deleted, the e-mail address is free, nobody signs in any more. Account
    number, decisions and the document's fingerprint stay, so that the account can be reopened.
    Raises `Refused` ("under_review", "has_post", "moved_on").
    """
    refusal = why_not(account)
    if refusal:
        raise refusal
    user, address = account.user, account.user.email
    lifecycle.move(account, "close", **_PLAIN)
    uploads.erase_all(account.pk, by=by)
    for purpose in Link.Purpose:
        links.end(account.pk, purpose)
    inbox.forget(user.pk)
    people.retire(user, by=by)
    for key in {key.pk: key for key in (account.person_key, user.person_key)}.values():
        persons.destroy(key)
    if address:
        letters.closed(account, address)
