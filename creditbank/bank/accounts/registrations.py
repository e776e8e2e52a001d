"""The verbs that hand a registration (账户注册) in, or the draft of somebody invited (集体开户).

Whatever is known about its number, the answer is the same: a link goes to the address that was
named. What else there is to say goes to addresses that are known already.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, jobs, lifecycle
from creditbank.bank.accounts import confirmations, openings, tasks
from creditbank.bank.accounts.models import Account
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import Actor, verb
from creditbank.bank.refusals import Refused
from creditbank.bank.users import people


@verb
def submit(account: Account, *, scans: Sequence[StoredFile], by: Actor) -> None:
    """Hand a draft in: its address is to be confirmed next. Nothing is reserved."""
    _hand_in(account, scans, original_seen_by="", by=by)
    confirmations.send(account)


@verb
def submit_invited(
    account: Account, *, scans: Sequence[StoredFile], original_seen_by: str = "", by: Actor
) -> None:
    """Hand in the draft of somebody invited whose address their link has proved.

    The address is reserved from now on, and a job brings it before its reviewers. No scan is needed
    where an officer declared that they saw the original. Refused also with `email_taken`.
    """
    _hand_in(account, scans, original_seen_by=original_seen_by, by=by)
    people.confirm_email(account.user, by=account)
    jobs.defer(tasks.admit, account_id=str(account.pk))


def _hand_in(
    account: Account, scans: Sequence[StoredFile], *, original_seen_by: str, by: Actor
) -> None:
    if not account.user.has_usable_password():
        raise Refused("password_missing", _("请先设置密码。"))
    if not scans and not original_seen_by:
        raise Refused("scan_missing", _("请上传证件扫描件或照片。"), field="scan_front")
    told = {"submitted_at": clock.now(), "original_seen_by": original_seen_by}
    lifecycle.move(account, "submit", **told)
    openings.add_scans(account, scans, by=by)
    # A job finds out whether the number has an account: handing in is the same work for everybody.
    jobs.defer(tasks.tell_holder, account_id=str(account.pk))
