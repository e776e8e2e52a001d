"""Bringing a suspended account back: at the counter, or by a scan that a reviewer holds beside it.

The scan comes by a link that is sent to the imported address and to no other; approved, the account
takes that address. Without an imported address only the counter is left.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle, limits
from creditbank.bank.accounts import facts, letters, openings, suspensions
from creditbank.bank.accounts.decisions import INITIAL_PASSWORD_LIVES, Remarks, close_case
from creditbank.bank.accounts.models import Account, Vouching
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import Actor, verb
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind, Matter
from creditbank.bank.reviews.stages import Stage as CaseStage
from creditbank.bank.users import links, people
from creditbank.bank.users.models import Link

ASKED_IN_A_DAY = 3
ONLY_IN_PERSON = _("这个账户没有学籍登记的邮箱，只能携带身份证件到教学点当面核对。")


def send_link(account: Account, *, by: Actor) -> None:
    """Send the link by which a scan can be uploaded, to the imported address.

    Raises `Refused` ("only_in_person", "moved_on", "too_many"); not to be called within a transaction.
    """
    if account.stage != Stage.SUSPENDED:
        raise Refused("moved_on", _("这个账户现在不是暂停状态。"))
    _refuse_decided(account)
    if not letters.imported_address(account):
        raise Refused("only_in_person", ONLY_IN_PERSON)
    day = dt.timedelta(days=1)
    limits.hit("reinstatement", str(account.pk), limit=ASKED_IN_A_DAY, window=day)
    _send_link(account, by=by)


@verb
def _send_link(account: Account, *, by: Actor) -> None:
    links.end(account.pk, Link.Purpose.REINSTATE)
    letters.reinstatement_link(account)


@verb
def ask(token: str, scans: Sequence[StoredFile], *, by: Actor) -> Account:
    """Use the link up and hand in scans; a reviewer answers within two working days.

    Raises `Refused` ("scans_missing", "moved_on", and those of `links.use`).
    """
    if not scans:
        raise Refused("scans_missing", _("请上传证件正反面的扫描件或照片。"), field="scans")
    subject_id = links.use(token, Link.Purpose.REINSTATE).subject_id
    rows = Account.objects.select_related("person_key", "user__person_key")
    account = rows.select_for_update(of=("self",)).get(pk=subject_id)
    first = cases.of(Kind.ACCOUNT, account.pk)
    waits = first is not None and first.stage in {CaseStage.OPEN, CaseStage.DECIDED}
    if account.stage != Stage.SUSPENDED or first is None or waits:
        raise Refused("moved_on", _("这个账户的核验已在办理，或者已经恢复。"))
    openings.add_scans(account, scans, by=by)
    found = facts.of(account)
    cases.open_again(first, Matter.IDENTITY, days=openings.WORKING_DAYS, facts=found, by=by)
    letters.identity_received(account)
    return account


def why_not_approve(account: Account) -> Refused | None:
    """What stands against bringing the account back to its imported address."""
    imported = letters.imported_address(account)
    if not imported:
        return Refused("only_in_person", ONLY_IN_PERSON)
    if people.owners(imported, but=account.user):
        return Refused("address_taken", _("学籍登记的邮箱已属于另一位用户，请学习者到教学点办理。"))
    return None


@verb
def approve(account: Account, *, by: Actor) -> None:
    """The scan is this person's: the account takes the imported address and begins anew."""
    refusal = why_not_approve(account)
    if refusal:
        raise refusal
    reinstate(account, letters.imported_address(account) or "", Vouching.SCAN, by=by)


@verb
def reject(account: Account, remarks: Remarks, *, by: Actor, reason: str = "") -> None:
    """The scan proves nothing: the account stays suspended; another one may be sent."""
    lifecycle.move(account, "stay_suspended")
    letters.identity_refused(account, remarks)


@verb
def reinstate(account: Account, email: str, way: Vouching, *, by: Actor) -> None:
    """Active again, under the address of who proved their identity, from a new first sign-in."""
    _refuse_decided(account)
    old = account.user.email or ""
    another = not openings.same_address(email, old)
    if another:
        openings.write_address(account, email, by=by)
    lifecycle.move(
        account,
        "reinstate",
        stage_reason="",
        vouched_by=way,
        vouched_at=clock.now(),
        original_seen_by=by.actor_label if way == Vouching.IN_PERSON else "",
    )
    begin_again(account, by=by)
    letters.reinstated(account, way)
    if another:
        letters.address_changed(account, old)


@verb
def begin_again(account: Account, *, by: Actor) -> None:
    """Back to the first sign-in: whoever held the account before knows nothing that opens it."""
    user = account.user
    user.set_unusable_password()
    user.initial_until = clock.now() + INITIAL_PASSWORD_LIVES
    user.save(update_fields=["password", "initial_until"])
    links.end(user.pk, Link.Purpose.RECOVERY)
    links.end(account.pk, Link.Purpose.REINSTATE)
    people.end_sessions(user, by=by)
    close_case(account, by=by)


def _refuse_decided(account: Account) -> None:
    if suspensions.in_force(account):
        raise Refused("suspended", _("这个账户由审核主管决定暂停，只能由审核主管解除。"))
