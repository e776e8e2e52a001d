"""What the system finds by itself about an outcome: facts with their source, never a decision."""

from typing import Any

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
    "window_yes": _("取得日期在这种证书的颁发期间之内。"),
    "window_no": _("取得日期不在这种证书的颁发期间之内：%(window)s。"),
    "window_unclear": _("取得日期不够精确，不能确定是否在颁发期间之内：%(window)s。"),
    "age_when_obtained": _("取得时 %(age)s 岁。"),
    "claimed_elsewhere": _("同一证书编号另有申报：%(number)s，由%(handled_by)s办理。"),
    "same_scan": _("同一扫描件也出现在另一位学习者的学习成果 %(number)s 中。"),
}
_CLAIMING = (Stage.SUBMITTED, Stage.RETURNED, Stage.STORED)


def of(outcome: Outcome) -> list[Fact]:
    """Facts as `{code, level, …}`; level is `ok`, `look` or `warn`. No personal value in plain."""
    return [*_window(outcome), *_age(outcome), *_second_claims(outcome), *_same_scans(outcome)]


def sentence(fact: Fact) -> str:
    """A fact in words."""
    return str(SENTENCES[fact["code"]]) % fact if fact["code"] in SENTENCES else fact["code"]


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


def _second_claims(outcome: Outcome) -> list[Fact]:
    """Others that claim the same certificate: told by case number and by who handles it alone."""
    if outcome.certificate_key is None:
        return []
    others = Outcome.objects.filter(
        certificate_key=outcome.certificate_key, stage__in=_CLAIMING
    ).exclude(pk=outcome.pk)
    found = list(others.order_by("id")[:MOST])
    handled = {
        case.subject_id: case
        for case in Case.objects.filter(
            kind=CaseKind.OUTCOME, subject_id__in=[other.pk for other in found]
        )
        .select_related("organisation")
        .order_by("id")
    }
    return [_claim(other, handled.get(other.pk), outcome) for other in found]


def _claim(other: Outcome, case: Case | None, outcome: Outcome) -> Fact:
    return {
        "code": "claimed_elsewhere",
        "level": "warn",
        "number": case.number if case else other.number,
        "handled_by": case.organisation.name_zh if case else "",
        "stage": other.stage,
        "own": other.account_id == outcome.account_id,
    }


def _same_scans(outcome: Outcome) -> list[Fact]:
    digests = list(outcome.evidence.values_list("file__digest", flat=True))
    same = (
        Evidence.objects.filter(file__digest__in=digests, outcome__stage__in=_CLAIMING)
        .exclude(outcome__account=outcome.account)
        .order_by("outcome_id")
        .values_list("outcome__number", flat=True)
        .distinct()
    )
    return [{"code": "same_scan", "level": "warn", "number": number} for number in same[:MOST]]
