"""The verb that hands a registration (账户注册) in.

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


@verb
def submit(account: Account, *, scans: Sequence[StoredFile], by: Actor) -> None:
    """Hand a draft in: its address is to be confirmed next. Nothing is reserved."""
    if not account.user.has_usable_password():
        raise Refused("password_missing", _("请先设置密码。"))
    if not scans:
        raise Refused("scan_missing", _("请上传证件扫描件或照片。"), field="scan_front")
    lifecycle.move(account, "submit", submitted_at=clock.now())
    openings.add_scans(account, scans, by=by)
    confirmations.send(account)
    # A job finds out whether the number has an account: handing in is the same work for everybody.
    jobs.defer(tasks.tell_holder, account_id=str(account.pk))
