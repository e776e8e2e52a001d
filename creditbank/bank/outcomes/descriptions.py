"""An outcome in words, field by field, in the reader's language: for learners and reviewers alike.

The field names are those of `data/reasons.json`, so that a reviewer's remark finds its line.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creditbank.bank.catalogue.models import OutcomeClass, words
from creditbank.bank.outcomes.models import Outcome

# Of what institutions deliver beside the fields of an entry.
FACTS = {
    "course_code": gettext_lazy("课程代码"),
    "study_level": gettext_lazy("层次"),
    "major": gettext_lazy("专业"),
    "hours": gettext_lazy("学时"),
    "class_code": gettext_lazy("班级代码"),
    "cohort": gettext_lazy("年级"),
    "completion_code": gettext_lazy("结业代码"),
    "student_number": gettext_lazy("学号"),
    "source": gettext_lazy("证书来源"),
    "type": gettext_lazy("证书类型"),
}
LABELS = {
    "title": gettext_lazy("证书名称"),
    "kind": gettext_lazy("类别"),
    "issuer": gettext_lazy("颁发机构"),
    "level": gettext_lazy("等级"),
    "score": gettext_lazy("成绩"),
    "mark": gettext_lazy("等第"),
    "credits": gettext_lazy("学分"),
    "obtained_on": gettext_lazy("获得日期"),
    "certificate_number": gettext_lazy("证书编号"),
    "extra": gettext_lazy("其他栏目"),
    "became": gettext_lazy("已转换为"),
    "evidence": gettext_lazy("证明材料"),
    "note": gettext_lazy("补充说明"),
    "": gettext_lazy("整项成果"),
}


@dataclass(frozen=True)
class Row:
    """One line: the field's name in remarks, its label, what stands there (may be empty)."""

    field: str
    label: str
    value: str


def rows(outcome: Outcome) -> list[Row]:
    """Every field that this outcome can have; with sealed values opened."""
    return [
        *_plain(outcome),
        *_extras(outcome),
        *(_row("became", _course(course)) for course in outcome.became),
        _row("note", outcome.note or ""),
    ]


def label(outcome: Outcome, field: str) -> str:
    """What a field that a remark names is called on this outcome's form."""
    if field.startswith("extra_") and outcome.certificate_type:
        code = field.removeprefix("extra_")
        for known in outcome.certificate_type.fields_of({code: field}):
            if known["code"] == code:
                return words(known, "label")
    return str(LABELS.get(field, field))


def title(outcome: Outcome) -> str:
    """The name in the reader's language: the entry's, else as typed; a delivered course has its own."""
    entry = outcome.certificate_type
    if entry is None or (outcome.run_id and outcome.title != entry.name_zh):
        return outcome.title
    return entry.name


def kind(outcome: Outcome) -> str:
    """Class and kind, such as 非学历教育 · 国家等级考试证书."""
    return f"{OutcomeClass(outcome.kind.outcome_class).label} · {outcome.kind.name}"


def obtained(outcome: Outcome) -> str:
    """The date as exactly as it is known."""
    day = outcome.obtained_on
    if day is None:
        return ""
    if outcome.obtained_precision == "year":
        return _("%(year)s 年") % {"year": day.year}
    form = "YEAR_MONTH_FORMAT" if outcome.obtained_precision == "month" else "DATE_FORMAT"
    return formats.date_format(day, form)


def _plain(outcome: Outcome) -> Iterator[Row]:
    entry = outcome.certificate_type
    yield _row("title", title(outcome))
    yield _row("kind", kind(outcome))
    yield _row("issuer", outcome.issuer)
    if outcome.level:
        yield _row("level", entry.level_name(outcome.level) if entry else outcome.level)
    if outcome.score is not None or (entry and entry.score):
        yield _row("score", _number(outcome.score))
    if outcome.mark or not entry:
        yield _row("mark", entry.mark_name(outcome.mark) if entry else outcome.mark)
    if outcome.credits is not None:
        yield _row("credits", _number(outcome.credits))
    yield _row("obtained_on", obtained(outcome))
    yield _row("certificate_number", outcome.certificate_number or "")


def _extras(outcome: Outcome) -> Iterator[Row]:
    values, entry = outcome.extra_values, outcome.certificate_type
    known: list[dict[str, Any]] = entry.fields_of(values) if entry else []
    for field in known:
        value = values.get(field["code"], "")
        yield Row(f"extra_{field['code']}", words(field, "label"), _shown(value, field))
    listed = {field["code"] for field in known}
    for code in (code for code in FACTS if code in values and code not in listed):
        yield Row(f"extra_{code}", str(FACTS[code]), values[code])


def _course(told: dict[str, str]) -> str:
    """A course that a result was converted into: 高等数学（00020，本科），4 学分，2024-06."""
    inside = "，".join(filter(None, (told.get("code"), told.get("level"))))
    parts = [told["name"] + (f"（{inside}）" if inside else "")]
    if credits_ := told.get("credits"):
        parts.append(_("%(credits)s 学分") % {"credits": credits_})
    return "，".join([*parts, *filter(None, [told.get("on")])])


def _shown(value: str, field: dict[str, Any]) -> str:
    if not value:
        return ""
    if field["type"] == "choice":
        return next((words(item) for item in field["choices"] if item["code"] == value), value)
    if field["type"] == "date":
        return formats.date_format(dt.date.fromisoformat(value), "DATE_FORMAT")
    if field["type"] == "boolean":
        return _("是") if value == "true" else _("否")
    return value


def _row(field: str, value: str) -> Row:
    return Row(field, str(LABELS[field]), value)


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
