"""What the system found by itself, in words: beside which field it stands and where it is from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from creditbank.bank.accounts import facts as account_facts
from creditbank.bank.accounts.models import Account, Vouching
from creditbank.bank.classes import deliveries
from creditbank.bank.desk.subjects import Subject
from creditbank.bank.outcomes import facts as outcome_facts

Fact = dict[str, Any]

_REGISTER = gettext_lazy("学籍库")
_CATALOGUE = gettext_lazy("证书目录")
_SCANS = gettext_lazy("扫描件比对")
_NUMBER = gettext_lazy("证件号码规则")
_OUTCOMES = gettext_lazy("学习成果库")
_ACCOUNTS = gettext_lazy("账户库")
_IDENTITY = gettext_lazy("身份确认")
_CLASSES = gettext_lazy("培训班名册")
_DELIVERY = gettext_lazy("送来的表格")

# Code of a fact -> the field it stands beside (empty: the whole) and what it was found in.
_PLACES: dict[str, tuple[str, Any]] = {
    "age_unusual": ("birth_date", _NUMBER),
    "address_same": ("email", _REGISTER),
    "address_differs": ("email", _REGISTER),
    "address_none": ("email", _REGISTER),
    "address_taken": ("email", _ACCOUNTS),
    "vouched": ("email", _IDENTITY),
    "needs_vouching": ("email", _IDENTITY),
    "address_confirmed": ("email", _IDENTITY),
    "address_unconfirmed": ("email", _IDENTITY),
    "account_exists": ("number", _ACCOUNTS),
    "enrolment_found": ("number", _REGISTER),
    "name_differs_register": ("name", _REGISTER),
    "typed_birth": ("birth_date", _NUMBER),
    "second_opening": ("number", _ACCOUNTS),
    "reopened": ("number", _ACCOUNTS),
    "enrolment_ended": ("", _REGISTER),
    "complaint_open": ("", _REGISTER),
    "delivered_result": ("", _DELIVERY),
    "delivered_to_check": ("", _DELIVERY),
    "name_differs": ("", _DELIVERY),
    "not_in_catalogue": ("title", _CATALOGUE),
    "window_yes": ("obtained_on", _CATALOGUE),
    "window_no": ("obtained_on", _CATALOGUE),
    "window_unclear": ("obtained_on", _CATALOGUE),
    "age_when_obtained": ("obtained_on", _NUMBER),
    "claimed_elsewhere": ("certificate_number", _OUTCOMES),
    "delivered": ("evidence", _CLASSES),
    "original_seen": ("scan_front", _IDENTITY),
}
_TONES = {"ok": "good", "look": "warn", "warn": "bad"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact in words. `tone` is `good`, `warn` (look closely) or `bad`."""

    field: str
    tone: str
    text: str
    source: str


def of(subject: Subject) -> list[Finding]:
    """What is found about a subject now."""
    if isinstance(subject, Account):
        return [_of_account(fact) for fact in account_facts.of(subject)]
    told = [*deliveries.facts(subject), *outcome_facts.of(subject)]
    return [_of_outcome(fact) for fact in told]


def beside(found: Iterable[Finding], field: str) -> list[Finding]:
    """Those that stand beside a field."""
    return [finding for finding in found if finding.field == field]


def _of_account(fact: Fact) -> Finding:
    vouched = fact["code"] == "vouched"
    text = str(Vouching(fact["way"]).label) if vouched else account_facts.sentence(fact)
    return _finding(fact, text, "scan_front")


def _of_outcome(fact: Fact) -> Finding:
    return _finding(fact, outcome_facts.sentence(fact), "evidence")


def _finding(fact: Fact, text: str, scans: str) -> Finding:
    code = fact["code"]
    fallback = (scans, _SCANS) if code == "same_scan" else ("number", _NUMBER)
    field, source = _PLACES.get(code, fallback)
    return Finding(field, _TONES.get(fact["level"], "warn"), text, str(source))
