"""What the system finds by itself about an outcome: facts with their source, never a decision."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from creditbank.bank.catalogue import windows
from creditbank.bank.outcomes.models import Evidence, Outcome
from creditbank.bank.outcomes.stages import Stage
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.models import Kind as CaseKind

Fact = dict[str, Any]
YOUNGEST = 14
MOST = 5
SENTENCES = {
    "not_in_catalogue": _("不在证书目录中（其他），名称、颁发机构和类别由学习者填写。"),
    "delivered": _("由%(organisation)s随培训班名册送来，学习者已同意存入；没有扫描件。"),
    "delivered_result": _("由%(organisation)s批量送来，没有扫描件。"),
    "delivered_to_check": _("送来的表格里这一行有需要核对的地方，所以没有直接存入。"),
    "name_differs": _("送来的姓名与账户上的姓名不同，请核对是不是同一个人。"),
    "window_yes": _("取得日期在这种证书的颁发期间之内。"),
    "window_no": _("取得日期不在这种证书的颁发期间之内：%(window)s。"),
    "window_unclear": _("取得日期不够精确，不能确定是否在颁发期间之内：%(window)s。"),
    "age_when_obtained": _("取得时 %(age)s 岁。"),
    "claimed_elsewhere": _("同一证书编号另有申报：%(number)s，由%(handled_by)s办理。"),
    "same_scan": _("同一扫描件也出现在另一位学习者的申报中：%(number)s，由%(handled_by)s办理。"),
}
_CLAIMING = (Stage.SUBMITTED, Stage.RETURNED, Stage.STORED)


def of(outcome: Outcome) -> list[Fact]:
    """Facts as `{code, level, …}`; level is `ok`, `look` or `warn`. No personal value in plain."""
    return [
        *_delivered(outcome),
        *_window(outcome),
        *_age(outcome),
        *_second_claims(outcome),
        *_same_scans(outcome),
    ]


def sentence(fact: Fact) -> str:
    """A fact in words."""
    return str(SENTENCES[fact["code"]]) % fact if fact["code"] in SENTENCES else fact["code"]


def _delivered(outcome: Outcome) -> list[Fact]:
    if outcome.run is None:
        return []
    told = {"organisation": outcome.run.organisation.name_zh}
    doubts = [{"code": code, "level": "warn"} for code in outcome.doubts]
    return [{"code": "delivered_result", "level": "look", **told}, *doubts]


def _window(outcome: Outcome) -> list[Fact]:
    entry = outcome.certificate_type
    if entry is None or outcome.obtained_on is None:
        return [{"code": "not_in_catalogue", "level": "look"}] if entry is None else []
    versions = list(entry.versions.all())
    obtained, precision = outcome.obtained_on, outcome.obtained_precision
    half = windows.sitting(outcome.extra_values.get("sitting", ""))
    if half is not None:
        obtained, precision = half, "sitting"
    answer = windows.issued(versions, obtained, precision)
    if not any(row.issued_from or row.issued_until for row in versions):
        return []
    shown = "、".join(map(str, versions))
    level = {"yes": "ok", "no": "warn", "unclear": "look"}[answer]
    return [{"code": f"window_{answer}", "level": level, "window": shown}]


def _age(outcome: Outcome) -> list[Fact]:
    born, obtained = outcome.account.born_on, outcome.obtained_on
    if not born or obtained is None:
        return []
    age = obtained.year - int(born[:4])
    level = "ok" if age >= YOUNGEST else "warn"
    return [{"code": "age_when_obtained", "level": level, "age": age}]


def rivals(outcome: Outcome) -> list[Case]:
    """The cases of others that claim the same certificate."""
    if outcome.certificate_key is None:
        return []
    same = Outcome.objects.filter(
        certificate_key=outcome.certificate_key, stage__in=_CLAIMING
    ).exclude(pk=outcome.pk)
    return _cases(same.order_by("id").values_list("pk", flat=True)[:MOST])


def _second_claims(outcome: Outcome) -> list[Fact]:
    return [_claim("claimed_elsewhere", case) for case in rivals(outcome)]


def _same_scans(outcome: Outcome) -> list[Fact]:
    digests = list(outcome.evidence.values_list("file__digest", flat=True))
    same = (
        Evidence.objects.filter(file__digest__in=digests, outcome__stage__in=_CLAIMING)
        .exclude(outcome__account=outcome.account)
        .order_by("outcome_id")
        .values_list("outcome_id", flat=True)
        .distinct()
    )
    return [_claim("same_scan", case) for case in _cases(same[:MOST])]


def _cases(outcome_ids: Iterable[UUID]) -> list[Case]:
    """The latest case of each outcome."""
    rows = Case.objects.filter(kind=CaseKind.OUTCOME, subject_id__in=list(outcome_ids))
    found = {row.subject_id: row for row in rows.select_related("organisation").order_by("id")}
    return list(found.values())


def _claim(code: str, case: Case) -> Fact:
    """A claim elsewhere: told by case number and by which organisation handles it, no more."""
    handled_by = case.organisation.name_zh
    return {"code": code, "level": "warn", "number": case.number, "handled_by": handled_by}
