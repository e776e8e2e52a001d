"""What stands against submitting an outcome: complete, possible, within what its entry allows."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.catalogue import windows
from creditbank.bank.catalogue.models import CertificateType, words
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.refusals import Refused

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")


class Incomplete(Refused):
    """Something is missing or impossible; `problems` has each with the field it is about."""

    def __init__(self, problems: list[Refused]) -> None:
        """Speak for all of them in the words of the first."""
        first = problems[0]
        super().__init__(first.code, first.sentence, field=first.field)
        self.problems = problems


def require_complete(outcome: Outcome) -> None:
    """Raise `Incomplete` unless the outcome can be submitted as it is."""
    found = problems(outcome)
    if found:
        raise Incomplete(found)


def problems(outcome: Outcome) -> list[Refused]:
    """Everything that stands against a submission, in the order of the form."""
    return [*_told(outcome), *_evidence(outcome)]


def is_told(outcome: Outcome) -> bool:
    """Whether everything is there but scans, and possible: what an issuer delivers needs no more."""
    return not any(_told(outcome))


def _told(outcome: Outcome) -> Iterator[Refused]:
    entry = outcome.certificate_type
    yield from _names(outcome)
    if entry:
        yield from _level_and_score(outcome, entry)
    yield from _date(outcome)
    if entry:
        yield from _extras(outcome.extra_values, entry)


def _names(outcome: Outcome) -> Iterator[Refused]:
    if not outcome.title:
        yield Refused("title_missing", _("请填写学习成果的名称。"), field="title")
    if not outcome.issuer:
        sentence = _("请填写颁发机构；没有颁发机构的，填写所在单位、出版单位或主办方。")
        yield Refused("issuer_missing", sentence, field="issuer")


def _level_and_score(outcome: Outcome, entry: CertificateType) -> Iterator[Refused]:
    levels = {level["code"] for level in entry.levels}
    if levels and outcome.level not in levels:
        yield Refused("level_missing", _("请选择证书的等级。"), field="level")
    if outcome.score is not None and entry.score and not _on_scale(outcome.score, entry.score):
        sentence = _("请按这种证书的记分方式填写成绩。")
        yield Refused("score_off_scale", sentence, field="score")
    marks = {band["code"] for band in entry.bands}
    if marks and outcome.mark and outcome.mark not in marks:
        yield Refused("mark_unknown", _("请从列表中选择等第。"), field="mark")


def _on_scale(score: Decimal, scale: dict[str, Any]) -> bool:
    step = Decimal(1).scaleb(-int(scale["decimals"]))
    within = Decimal(str(scale["min"])) <= score <= Decimal(str(scale["max"]))
    return within and score == score.quantize(step)


def _date(outcome: Outcome) -> Iterator[Refused]:
    obtained, born = outcome.obtained_on, outcome.account.born_on
    if obtained is None:
        sentence = _("请填写取得日期，至少写明年份。")
        yield Refused("date_missing", sentence, field="obtained_on")
        return
    if obtained > clock.today():
        yield Refused("date_future", _("取得日期不能晚于今天。"), field="obtained_on")
    last = windows.span(obtained, outcome.obtained_precision)[1]
    if born and last < dt.date.fromisoformat(born):
        yield Refused("date_before_birth", _("取得日期早于出生日期，请检查。"), field="obtained_on")


def _extras(values: dict[str, str], entry: CertificateType) -> Iterator[Refused]:
    for field in entry.extra_fields:
        value = values.get(field["code"], "")
        name = f"extra_{field['code']}"
        if not value and field["required"]:
            sentence = _("请填写“%(label)s”。") % {"label": words(field, "label")}
            yield Refused("extra_missing", sentence, field=name)
        elif value and not _fits(value, field):
            sentence = _("“%(label)s”填写得不对，请重新填写。") % {"label": words(field, "label")}
            yield Refused("extra_wrong", sentence, field=name)


def _fits(value: str, field: dict[str, Any]) -> bool:
    match field["type"]:
        case "choice":
            return value in {choice["code"] for choice in field["choices"]}
        case "number":
            return bool(_NUMBER.fullmatch(value)) and _is_number(value)
        case "date":
            return _is_date(value)
        case "boolean":
            return value in {"true", "false"}
        case _:
            return True


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_date(value: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(value))
    except ValueError:
        return False


def _evidence(outcome: Outcome) -> Iterator[Refused]:
    if not outcome.evidence.exists():
        sentence = _("请至少上传一份证明材料的扫描件或照片。")
        yield Refused("evidence_missing", sentence, field="evidence")
