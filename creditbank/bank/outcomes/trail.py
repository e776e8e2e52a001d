"""The history of an outcome in plain words: what happened, when, and who did it, never by name."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creditbank.bank.history.models import Event
from creditbank.bank.outcomes import remarks
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage
from creditbank.bank.reviews.models import Appeal, Decision
from creditbank.bank.reviews.models import Kind as CaseKind

_WORDS: dict[str, Any] = {
    "insert": gettext_lazy("创建草稿"),
    "delivered": gettext_lazy("由机构批量送来"),
    "issued": gettext_lazy("由颁证机构送来，已存储"),
    "saved": gettext_lazy("修改内容"),
    "again": gettext_lazy("补正后再次提交审批"),
    "upheld": gettext_lazy("申诉成立，已存储"),
    "dismissed": gettext_lazy("申诉没有成立，维持不通过"),
    Stage.SUBMITTED: gettext_lazy("提交审批"),
    Stage.RETURNED: gettext_lazy("退回补正"),
    Stage.STORED: gettext_lazy("审核通过，已存储"),
    Stage.REJECTED: gettext_lazy("审核不通过"),
    Stage.WITHDRAWN: gettext_lazy("撤回"),
    Stage.REVOKED: gettext_lazy("撤销"),
    Stage.EXPIRED: gettext_lazy("已过期"),
}
_TONES: dict[str, str] = {
    Stage.STORED: "is-good",
    Stage.RETURNED: "is-warn",
    Stage.REJECTED: "is-bad",
    Stage.REVOKED: "is-bad",
}
_NEGATIVE = (Stage.RETURNED, Stage.REJECTED)
_DISMISSED = "outcomes.appeals.reject"
_DELIVERED = "outcomes.results.take_in"


@dataclass(frozen=True)
class Step:
    """One line of the timeline."""

    what: str
    when: dt.datetime
    who: str
    why: str = ""
    tone: str = ""


def of(outcome: Outcome) -> list[Step]:
    """Everything that happened to an outcome, oldest first; three queries."""
    told = iter([_reasons(outcome, decision) for decision in remarks.rounds(outcome)])
    steps = [
        _step(event, outcome, next(told, "") if _is_negative(event) else "")
        for event in _telling(Event.objects.of(outcome))
    ]
    return sorted([*steps, *_appeals(outcome)], key=lambda step: step.when)


def _appeals(outcome: Outcome) -> Iterator[Step]:
    rows = Appeal.objects.filter(case__kind=CaseKind.OUTCOME, case__subject_id=outcome.pk)
    for row in rows.select_related("person_key").order_by("id"):
        yield Step(_("提出申诉"), row.created_at, _("本人"), row.words or "")


def _is_negative(event: Event) -> bool:
    return _stage(event) in _NEGATIVE or event.verb == _DISMISSED


def _telling(events: Iterable[Event]) -> Iterator[Event]:
    """Of several savings in a row only the last: learners save often."""
    pending: Event | None = None
    for event in events:
        if event.operation == "update" and not _stage(event) and event.verb != _DISMISSED:
            pending = event
            continue
        if pending is not None:
            yield pending
            pending = None
        yield event
    if pending is not None:
        yield pending


def _step(event: Event, outcome: Outcome, why: str) -> Step:
    stage = _stage(event)
    if event.operation == "insert":
        key = "delivered" if event.verb == _DELIVERED else "insert"
    elif stage == Stage.STORED and event.verb == _DELIVERED:
        key = "issued"
    elif event.verb == _DISMISSED:
        key, stage = "dismissed", Stage.REJECTED
    elif stage == Stage.STORED and event.before.get("stage") == Stage.REJECTED:
        key = "upheld"
    elif stage == Stage.SUBMITTED and event.before.get("stage") == Stage.RETURNED:
        key = "again"
    else:
        key = stage or "saved"
    reason = why or (str(event.after.get("stage_reason") or "") if stage in _NEGATIVE else "")
    return Step(str(_WORDS[key]), event.at, _who(event, outcome), reason, _TONES.get(stage, ""))


def _stage(event: Event) -> str:
    return str(event.after.get("stage", "")) if event.operation == "update" else ""


def _who(event: Event, outcome: Outcome) -> str:
    if event.actor_id == str(outcome.account.user_id):
        return _("本人")
    if event.verb == _DELIVERED and outcome.run:
        return outcome.run.organisation.name
    return _("审核人员") if event.actor_id else _("系统")


def _reasons(outcome: Outcome, decision: Decision) -> str:
    told = remarks.of(decision, outcome)
    return "；".join(f"{row.label}：{row.text.rstrip('。')}" for row in told) + "。" * bool(told)
