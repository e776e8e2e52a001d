"""What the system finds by itself about an opening: facts for the reviewer, never a decision.

`of` is kept with the case and holds no personal value; `shown` is read at the moment of looking.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, regions
from creditbank.bank.accounts import holders
from creditbank.bank.accounts.masks import mask_email
from creditbank.bank.accounts.models import Account, Scan
from creditbank.bank.enrolments.complaints import waiting
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.identity import WARNINGS
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.models import Kind as CaseKind
from creditbank.bank.users.models import User
from creditbank.bank.users.people import email_key

Fact = dict[str, Any]
YOUNGEST, OLDEST = 14, 90
SENTENCES = {
    **WARNINGS,
    "number_valid": _("证件号码校验通过。"),
    "age_unusual": _("按证件号码计算的年龄少见，请对照证件。"),
    "address_same": _("邮箱与学籍登记的一致。"),
    "address_differs": _("邮箱与学籍登记的不一致，已通知登记邮箱。"),
    "address_none": _("学籍没有登记邮箱。"),
    "address_taken": _("这个邮箱已被另一位用户确认使用，须请学习者更换后才能通过。"),
    "vouched": _("本人身份已确认。"),
    "needs_vouching": _(
        "本人身份尚未确认：等待证件扫描件、当面核对或登记邮箱的确认，此前不能通过。"
    ),
    "second_opening": _(
        "同一证件号码另有一份开户申请：%(number)s，由%(handled_by)s办理。"
        "通过其中一份时，另一份自动不通过。"
    ),
    "enrolment_ended": _("学籍不是在读状态。"),
    "complaint_open": _("学习者反映学籍信息有误，教学点尚未处理。"),
    "same_scan": _("同一扫描件也出现在另一份开户申请中：%(number)s，由%(handled_by)s办理。"),
}
MOST = 5


def of(account: Account) -> list[Fact]:
    """Facts as `{code, level, …}`; level is `ok`, `look` or `warn`."""
    number, address, vouching = _number(account), _address(account), _vouching(account)
    return [*number, *address, *vouching, *_others(account), *_register(account), *_scans(account)]


def shown(account: Account) -> list[tuple[str, str]]:
    """Label and value of what a reviewer may see now: age, region, both addresses masked."""
    read_number = holders.reading_of(account)
    region = regions.find(read_number.region) if read_number.region else None
    age = read_number.age_on(clock.today())
    enrolment = _enrolment(account)
    imported = enrolment.email if enrolment else None
    return [
        (str(_("年龄")), "" if age is None else str(age)),
        (str(_("证件所属地区")), str(region.name) if region else ""),
        (str(_("填写的邮箱")), mask_email(account.user.email or "")),
        (str(_("学籍登记的邮箱")), mask_email(imported) if imported else ""),
    ]


def owners_of_address(account: Account) -> list[User]:
    """Other users to whom the address of this account belongs: confirmed, or of an open account."""
    return _owners(account.user.email or "", account)


def has_owner(address: str, account: Account) -> bool:
    """Whether an address belongs to somebody other than this account's user."""
    return bool(_owners(address, account))


def _owners(address: str, account: Account) -> list[User]:
    rows = User.objects.filter(email_fingerprint=email_key(address))
    others = rows.exclude(pk=account.user_id).select_related("person_key")
    return [row for row in others if row.email_confirmed_at or row.initial_until]


def _number(account: Account) -> list[Fact]:
    read_number = holders.reading_of(account)
    found = [{"code": code, "level": "look"} for code in read_number.warnings]
    age = read_number.age_on(clock.today())
    if age is not None and not YOUNGEST <= age <= OLDEST:
        found.append({"code": "age_unusual", "level": "look"})
    return found or [{"code": "number_valid", "level": "ok"}]


def _address(account: Account) -> list[Fact]:
    enrolment = _enrolment(account)
    imported = enrolment.email if enrolment else None
    if not account.needs_vouching:
        found = [{"code": "address_same", "level": "ok"}] if imported else []
    else:
        found = [{"code": "address_differs" if imported else "address_none", "level": "look"}]
    if owners_of_address(account):
        found.append({"code": "address_taken", "level": "warn"})
    return found


def _vouching(account: Account) -> list[Fact]:
    if not account.needs_vouching:
        return []
    if account.vouched_by:
        return [{"code": "vouched", "level": "ok", "way": account.vouched_by}]
    return [{"code": "needs_vouching", "level": "warn"}]


def sentence(fact: Fact) -> str:
    """A fact in words."""
    return str(SENTENCES[fact["code"]]) % fact if fact["code"] in SENTENCES else fact["code"]


def rivals(account: Account) -> list[Account]:
    """Other accounts of the same document: being opened, or holding it."""
    print_ = bytes(holders.document_of(account).fingerprint)
    found = [*holders.being_opened(print_), *filter(None, [holders.holding(print_)])]
    return [other for other in found if other.pk != account.pk]


def _others(account: Account) -> list[Fact]:
    return [_claim("second_opening", case) for case in cases_of(rivals(account))]


def cases_of(accounts: Iterable[Account]) -> list[Case]:
    """The latest case of each account."""
    latest = [cases.of(CaseKind.ACCOUNT, account.pk) for account in accounts]
    return [case for case in latest if case is not None]


def _claim(code: str, case: Case) -> Fact:
    """A claim elsewhere: told by case number and by which organisation handles it, no more."""
    handled_by = case.organisation.name_zh
    return {"code": code, "level": "warn", "number": case.number, "handled_by": handled_by}


def _register(account: Account) -> list[Fact]:
    enrolment = _enrolment(account)
    if enrolment is None:
        return []
    found = []
    if enrolment.status != Enrolment.Status.STUDYING:
        found.append({"code": "enrolment_ended", "level": "look", "status": enrolment.status})
    if waiting().filter(enrolment=enrolment).exists():
        found.append({"code": "complaint_open", "level": "look"})
    return found


def _scans(account: Account) -> list[Fact]:
    digests = list(account.scans.values_list("file__digest", flat=True))
    same = Scan.objects.filter(file__digest__in=digests).exclude(account=account)
    others = Account.objects.filter(pk__in=same.values("account_id")).order_by("id")[:MOST]
    return [_claim("same_scan", case) for case in cases_of(others)]


def _enrolment(account: Account) -> Enrolment | None:
    found = account.enrolment_id
    return Enrolment.objects.filter(pk=found).first() if found else None
