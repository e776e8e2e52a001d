"""What an auditor reads: who looked at whom, and the history of an account or an outcome.

Only within the auditor's subtree. A look at somebody without an account is known by where whoever
looked works. Ciphertext is never shown, nor what it hides.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creditbank.bank import clock
from creditbank.bank.access.models import Disclosure
from creditbank.bank.accounts import routing
from creditbank.bank.accounts.models import Account
from creditbank.bank.history.models import Event
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.reviews.models import Case, Decision

WHAT: dict[str, Any] = {
    "lookup": gettext_lazy("查找并看到状态"),
    "lookup_nothing": gettext_lazy("查找，没有结果"),
    "number": gettext_lazy("查看完整证件号码"),
    "scan": gettext_lazy("查看扫描件"),
    "roster_rejected": gettext_lazy("下载名册中不接收的行"),
    "complaint": gettext_lazy("查看信息有误的反映"),
    "telephone": gettext_lazy("查看未激活者的电话"),
    "inspection": gettext_lazy("检查时查看审核件"),
}
_TABLES: dict[str, Any] = {
    "bank_account": gettext_lazy("账户"),
    "bank_user": gettext_lazy("登录用户"),
    "bank_document": gettext_lazy("身份证件"),
    "bank_outcome": gettext_lazy("学习成果"),
    "bank_evidence": gettext_lazy("证明材料"),
    "bank_case": gettext_lazy("审核件"),
    "bank_decision": gettext_lazy("审核决定"),
    "bank_suspension": gettext_lazy("暂停建议"),
}
_OPERATIONS: dict[str, Any] = {
    "insert": gettext_lazy("新建"),
    "update": gettext_lazy("修改"),
    "delete": gettext_lazy("删除"),
}
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the access log. `number` is that of the account, where there is one."""

    at: dt.datetime
    who: str
    what: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a history: what happened to which row, and to which of its columns."""

    at: dt.datetime
    who: str
    table: str
    operation: str
    verb: str
    reason: str
    columns: list[tuple[str, str, str]]


def looks(
    seat: Appointment,
    *,
    number: str = "",
    who: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[Disclosure]:
    """Looks within reach, the newest first: at one account, by one person, from and to a day."""
    rows = Disclosure.objects.order_by("-at", "-id")
    if number:
        account = Account.objects.filter(number=number).values("pk")[:1]
        rows = rows.filter(account_id=account)
    if who:
        rows = rows.filter(actor_label=who)
    if since:
        rows = rows.filter(at__gte=_midnight(since))
    if until:
        rows = rows.filter(at__lt=_midnight(until + dt.timedelta(days=1)))
    return rows if _sees_all(seat) else rows.filter(_within(seat))


def lines(rows: list[Disclosure]) -> list[Look]:
    """The same in words, in two queries however many there are."""
    accounts = Account.objects.filter(pk__in=[row.account_id for row in rows if row.account_id])
    numbers = dict(accounts.values_list("pk", "number"))
    return [
        Look(
            row.at,
            row.actor_label,
            str(WHAT.get(row.what, row.what)),
            numbers.get(row.account_id, "") if row.account_id else "",
            row.reason,
        )
        for row in rows
    ]


def history(seat: Appointment, number: str) -> QuerySet[Event] | None:
    """Everything that happened to an account, outcome or case of this number; None out of reach."""
    wanted = number.strip().upper()
    accounts = routing.within(seat.organisation)
    account = accounts.filter(number=wanted).first()
    if account is not None:
        return Event.objects.filter(subject_id__in=list(_of_account(account))).order_by("id")
    outcomes = Outcome.objects.filter(account__in=accounts)
    case = Case.objects.filter(number=wanted).first()
    if case is not None and accounts.filter(pk=case.subject_id).exists():
        return history(seat, case.account_number)
    known = Q(pk=case.subject_id) if case else Q(number=wanted)
    outcome = outcomes.filter(known).first()
    if outcome is None:
        return None
    return Event.objects.filter(subject_id__in=list(_of_outcome(outcome))).order_by("id")


def changes(events: list[Event]) -> list[Change]:
    """Events in words."""
    return [
        Change(
            event.at,
            event.actor_label,
            str(_TABLES.get(event.subject, event.subject)),
            str(_OPERATIONS[event.operation]),
            event.verb,
            event.reason,
            list(_columns(event)),
        )
        for event in events
    ]


def _of_account(account: Account) -> Iterator[UUID]:
    yield from (account.pk, account.user_id)
    yield from account.documents.values_list("pk", flat=True)
    yield from account.suspensions.values_list("pk", flat=True)
    yield from _of_cases(account.pk)


def _of_outcome(outcome: Outcome) -> Iterator[UUID]:
    yield outcome.pk
    yield from outcome.evidence.values_list("pk", flat=True)
    yield from _of_cases(outcome.pk)


def _of_cases(subject_id: UUID) -> Iterator[UUID]:
    cases = list(Case.objects.filter(subject_id=subject_id).values_list("pk", flat=True))
    yield from cases
    yield from Decision.objects.filter(case_id__in=cases).values_list("pk", flat=True)


def _columns(event: Event) -> Iterator[tuple[str, str, str]]:
    """Name, before and after of each column that changed; of a new row only what is set."""
    sealed = _sealed(event.subject)
    for name in sorted({*event.before, *event.after}):
        before, after = event.before.get(name), event.after.get(name)
        if name == "id" or (event.operation == "insert" and after in (None, "", [], False)):
            continue
        yield name, _shown(before, hidden=name in sealed), _shown(after, hidden=name in sealed)


def _shown(value: Any, *, hidden: bool) -> str:
    if value is None:
        return ""
    if hidden or (isinstance(value, str) and value.startswith("\\x")):
        return _("（已加密）")
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _sealed(table: str) -> set[str]:
    """Columns that hold ciphertext, fingerprints or the like."""
    found = (model for model in apps.get_models() if model._meta.db_table == table)  # noqa: SLF001
    fields = (field for model in found for field in model._meta.concrete_fields)  # noqa: SLF001
    hidden = {str(field.column) for field in fields if isinstance(field, models.BinaryField)}
    return hidden | {"session_salt"}


def _sees_all(seat: Appointment) -> bool:
    return "/" not in seat.organisation.path.rstrip("/")


def _within(seat: Appointment) -> Q:
    below = seat.organisation
    accounts = routing.within(below).values("pk")
    staff = Appointment.objects.filter(organisation__path__startswith=below.path)
    colleagues = staff.values(known_as=Cast("user_id", models.CharField()))
    return Q(account_id__in=accounts) | Q(account_id__isnull=True, actor_id__in=colleagues)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), clock.SHANGHAI)
