"""The history of a case for reviewers: every submission and every decision, with who and why."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from creditbank.bank.reviews import reasons
from creditbank.bank.reviews.models import Case, Decision, Verdict
from creditbank.bank.reviews.stages import DecisionStage

_TONES = {Verdict.APPROVE: "is-good", Verdict.RETURN: "is-warn", Verdict.REJECT: "is-bad"}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    what: str
    when: dt.datetime
    who: str = ""
    why: str = ""
    tone: str = ""


def of(case: Case) -> list[Step]:
    """Oldest first; two queries."""
    segments = case.segments.order_by("started_at").values_list("started_at", flat=True)
    steps = [
        Step(_("提交") if place == 0 else _("补正后再次提交"), at)
        for place, at in enumerate(segments)
    ]
    steps += [_decided(case, row) for row in case.decisions.order_by("decided_at")]
    if case.closed_at and case.stage == "withdrawn":
        steps.append(Step(_("已撤回或已由其他结果代替"), case.closed_at))
    return sorted(steps, key=lambda step: step.when)


def _decided(case: Case, decision: Decision) -> Step:
    what = str(Verdict(decision.verdict).label)
    if decision.stage != DecisionStage.EFFECTIVE:
        what = f"{what}（{DecisionStage(decision.stage).label}）"
    told = [
        f"{reasons.label(case.kind, remark['field'])}：{remark['text']}"
        for remark in decision.remarks
    ]
    if decision.note:
        told.append(_("备注：%(note)s") % {"note": decision.note})
    effective = decision.stage == DecisionStage.EFFECTIVE
    tone = _TONES[Verdict(decision.verdict)] if effective else ""
    return Step(what, decision.decided_at, decision.by_label, "；".join(told), tone)
