"""Verbs on findings after the notice: the branch answers each, the inspector accepts or sends back."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.history import Actor, verb
from creditbank.bank.inspections import letters, notices
from creditbank.bank.inspections.models import Finding, Inspection
from creditbank.bank.inspections.stages import UNANSWERED, FindingStage, Stage
from creditbank.bank.messages import rendering
from creditbank.bank.refusals import Refused

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the inspector says to the measures of one finding."""

    accepted: bool
    reply: str = ""


@verb
def write(inspection: Inspection, measures: Mapping[UUID, str], *, by: Actor) -> None:
    """Keep what the branch has written so far; nobody else is told yet. Refused: `moved_on`."""
    _locked(inspection, Stage.NOTIFIED)
    for finding in inspection.findings.filter(stage__in=UNANSWERED):
        told = _words(measures.get(finding.pk, finding.measures))
        if told != finding.measures:
            finding.measures = told
            finding.save(update_fields=["measures"])


@verb
def hand_in(inspection: Inspection, *, by: Actor) -> None:
    """Send the answers to the inspector, once every finding has one.

    Refused: `unanswered` (field: `measures_` and the finding's id), `moved_on`.
    """
    locked = _locked(inspection, Stage.NOTIFIED)
    waiting = list(inspection.findings.filter(stage__in=UNANSWERED))
    for finding in waiting:
        if not finding.measures:
            sentence = _("请写明采取了什么整改措施。")
            raise Refused("unanswered", sentence, field=f"measures_{finding.pk}")
        lifecycle.move(finding, "answer")
    who = {"answered_by_id": UUID(by.actor_id), "answered_by_label": by.actor_label}
    lifecycle.move(locked, "answer", answered_at=clock.now(), **who)
    letters.answered(locked)


@verb
def judge(
    inspection: Inspection,
    judgements: Mapping[UUID, Judgement],
    *,
    conclusion: str = "",
    days: int = 0,
    by: Actor,
) -> None:
    """Accept or send back every answer: all accepted closes the inspection, else the branch goes on.

    Refused: `own_answer`, `unjudged`, `reply_missing` (field: `reply_` and the id), `words` (no
    conclusion), `days` (for what goes back), `moved_on`.
    """
    locked = _locked(inspection, Stage.ANSWERED)
    _refuse_own(locked, by)
    waiting = list(inspection.findings.filter(stage=FindingStage.ANSWERED))
    verdicts = [_judged(finding, judgements.get(finding.pk)) for finding in waiting]
    for finding, one in zip(waiting, verdicts, strict=True):
        lifecycle.move(finding, "accept" if one.accepted else "send_back", reply=one.reply)
    if all(one.accepted for one in verdicts):
        told = notices.said(conclusion, "conclusion")
        lifecycle.move(locked, "close", conclusion=told, closed_at=clock.now())
        letters.closed(locked)
    else:
        # The new days are counted from now.
        lifecycle.move(locked, "send_back", notified_at=clock.now(), **notices.deadline(days))
        letters.returned(locked, sum(not one.accepted for one in verdicts))


def _refuse_own(inspection: Inspection, by: Actor) -> None:
    if str(inspection.answered_by_id) == by.actor_id:
        raise Refused("own_answer", _("整改是由您答复的，不能由您验收，请由另一位管理员办理。"))


def _judged(finding: Finding, told: Judgement | None) -> Judgement:
    if told is None:
        raise Refused("unjudged", _("请选择验收或退回。"), field=f"verdict_{finding.pk}")
    reply = _words(told.reply)
    if not told.accepted and not reply:
        raise Refused("reply_missing", _("请写明为什么退回。"), field=f"reply_{finding.pk}")
    return Judgement(told.accepted, reply)


def _locked(inspection: Inspection, stage: str) -> Inspection:
    rows = Inspection.objects.select_for_update(of=("self",))
    locked = rows.select_related("organisation", "branch").get(pk=inspection.pk)
    if locked.stage != stage:
        raise Refused("moved_on", _("这次检查刚才已经有了变化，请刷新页面查看最新状态。"))
    return locked


def _words(text: str) -> str:
    return str(rendering.masked(text.strip()[:LONGEST]))
