"""What the system finds by itself about an opening: facts for the reviewer, never a decision.

`of` is kept with the case and holds no personal value; `shown` is read at the moment of looking.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, regions
from creditbank.bank.accounts import holders
from creditbank.bank.accounts.masks import mask_email
from creditbank.bank.accounts.models import Account, Opening, Scan
from creditbank.bank.accounts.stages import UNDECIDED, Stage
from creditbank.bank.enrolments.complaints import waiting
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.identity import WARNINGS
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.models import Kind as CaseKind
from creditbank.bank.users import people
from creditbank.bank.users.models import User

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
    "original_seen": _("没有扫描件：%(by)s声明已核对过证件原件。"),
    "needs_vouching": _(
        "本人身份尚未确认：等待证件扫描件、当面核对或登记邮箱的确认，此前不能通过。"
    ),
    "address_confirmed": _("邮箱已由本人点击链接确认。"),
    "address_unconfirmed": _("更换的邮箱还没有确认，此前不能通过。"),
    "account_exists": _(
        "这个证件号码已有账户：%(number)s，由%(handled_by)s办理，不能再开通一个；已告知账户主人。"
    ),
    "enrolment_found": _("这个证件号码有学籍，通过后自动归入这个账户。"),
    "name_differs_register": _("姓名与学籍登记的不一致，请对照证件。"),
    "typed_birth": _("这种证件的号码不含性别和出生日期，由本人填写，请对照证件。"),
    "second_opening": _(
        "同一证件号码另有一份开户申请：%(number)s，由%(handled_by)s办理。"
        "通过其中一份时，另一份自动不通过。"
    ),
    "enrolment_ended": _("学籍不是在读状态。"),
    "complaint_open": _("学习者反映学籍信息有误，教学点尚未处理。"),
    "reopened": _("这个证件号码的账户曾经注销，现在重新开通；通过以后沿用原来的账户号。"),
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
    age = _age(account)
    enrolment = holders.enrolment_of(account)
    imported = enrolment.email if enrolment else None
    return [
        (str(_("年龄")), "" if age is None else str(age)),
        (str(_("证件所属地区")), str(region.name) if region else ""),
        (str(_("填写的邮箱")), mask_email(account.user.email or "")),
        (str(_("学籍登记的邮箱")), mask_email(imported) if imported else ""),
    ]


def owners_of_address(account: Account) -> list[User]:
    """Other users to whom the address of this account belongs: confirmed, or of an open account."""
    return people.owners(account.user.email or "", but=account.user)


def _number(account: Account) -> list[Fact]:
    read_number = holders.reading_of(account)
    found = [{"code": code, "level": "look"} for code in read_number.warnings]
    if read_number.birth_date is None:
        found.append({"code": "typed_birth", "level": "look"})
    age = _age(account)
    if age is not None and not YOUNGEST <= age <= OLDEST:
        found.append({"code": "age_unusual", "level": "look"})
    return found or [{"code": "number_valid", "level": "ok"}]


def _age(account: Account) -> int | None:
    """Completed years today, by the birth date that the number tells or the person typed."""
    if not account.born_on:
        return None
    born, day = dt.date.fromisoformat(account.born_on), clock.today()
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _address(account: Account) -> list[Fact]:
    enrolment = holders.enrolment_of(account)
    imported = enrolment.email if enrolment else None
    if not account.is_activation and not enrolment:
        proved = account.user.email_confirmed_at is not None
        found = [
            {"code": "address_confirmed", "level": "ok"}
            if proved
            else {"code": "address_unconfirmed", "level": "warn"}
        ]
    elif not account.needs_vouching:
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
    """Other claims of the same document: openings, or the account that holds it."""
    back = [{"code": "reopened", "level": "look"}] if _is_reopened(account) else []
    found = rivals(account)
    opened = {other.pk for other in found if other.stage not in UNDECIDED}
    return back + [
        _claim("account_exists" if case.subject_id in opened else "second_opening", case)
        for case in cases_of(found)
    ]


def cases_of(accounts: Iterable[Account]) -> list[Case]:
    """The latest case of each account."""
    latest = [cases.of(CaseKind.ACCOUNT, account.pk) for account in accounts]
    return [case for case in latest if case is not None]


def _claim(code: str, case: Case) -> Fact:
    """A claim elsewhere: told by case number and by which organisation handles it, no more."""
    handled_by = case.organisation.name_zh
    return {"code": code, "level": "warn", "number": case.number, "handled_by": handled_by}


def _is_reopened(account: Account) -> bool:
    """The number is this account's already, although nobody has approved it yet."""
    reserved = account.documents.filter(reserved=True)
    return account.stage == Stage.PENDING_REVIEW and reserved.exists()


def _register(account: Account) -> list[Fact]:
    enrolment = holders.enrolment_of(account)
    if enrolment is None:
        return []
    found = []
    if account.enrolment_id is None:
        found.append({"code": "enrolment_found", "level": "look"})
        if enrolment.name != account.name:
            found.append({"code": "name_differs_register", "level": "warn"})
    if enrolment.status != Enrolment.Status.STUDYING:
        found.append({"code": "enrolment_ended", "level": "look", "status": enrolment.status})
    if waiting().filter(enrolment=enrolment).exists():
        found.append({"code": "complaint_open", "level": "look"})
    return found


def _scans(account: Account) -> list[Fact]:
    digests = list(account.scans.values_list("file__digest", flat=True))
    if account.opening == Opening.CLASS and account.original_seen_by and not digests:
        return [{"code": "original_seen", "level": "look", "by": account.original_seen_by}]
    same = Scan.objects.filter(file__digest__in=digests).exclude(account=account)
    others = Account.objects.filter(pk__in=same.values("account_id")).order_by("id")[:MOST]
    return [_claim("same_scan", case) for case in cases_of(others)]
