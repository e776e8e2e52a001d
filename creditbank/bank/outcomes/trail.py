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
from creditbank.bank.reviews.models import Decision

_WORDS: dict[str, Any] = {
    "insert": gettext_lazy("创建草稿"),
    "saved": gettext_lazy("修改内容"),
    "again": gettext_lazy("补正后再次提交审批"),
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


@dataclass(frozen=True)
class Step:
    """One line of the timeline."""

    what: str
    when: dt.datetime
    who: str
    why: str = ""
    tone: str = ""


def of(outcome: Outcome) -> list[Step]:
    """Everything that happened to an outcome, oldest first; two queries."""
    told = iter([_reasons(outcome, decision) for decision in remarks.rounds(outcome)])
    return [
        _step(event, outcome, next(told, "") if _stage(event) in _NEGATIVE else "")
        for event in _telling(Event.objects.of(outcome))
    ]


def _telling(events: Iterable[Event]) -> Iterator[Event]:
    """Of several savings in a row only the last: learners save often."""
    pending: Event | None = None
    for event in events:
        if event.operation == "update" and not _stage(event):
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
        key = "insert"
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
    return _("审核人员") if event.actor_id else _("系统")


def _reasons(outcome: Outcome, decision: Decision) -> str:
    told = remarks.of(decision, outcome)
    return "；".join(f"{row.label}：{row.text.rstrip('。')}" for row in told) + "。" * bool(told)
