"""Verbs on decisions: made at once, effective ten seconds later, undone until then."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.history import Actor, verb
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import queue, reasons
from creditbank.bank.reviews.cases import FREE
from creditbank.bank.reviews.models import Case, Decision, Matter, Verdict
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.reviews.stages import DecisionStage, Stage
from creditbank.bank.users.models import User

SECONDS = 10


@verb
def decide(
    case: Case,
    verdict: str,
    remarks: Iterable[Mapping[str, Any]] = (),
    note: str = "",
    *,
    by: Actor,
    oneself: Oneself,
) -> Decision:
    """Record a verdict: from now on nobody else can decide. Whoever calls it defers the effect.

    `remarks` as in `reasons.remarks`. Refused: `moved_on` (somebody was quicker), `taken` (somebody
    else reads it), `own_case`, `decided_before`, `yes_or_no` (an appeal is not sent back).
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.stage != Stage.OPEN:
        raise Refused("moved_on", _("这一件刚才已由他人决定或已撤回，您的决定没有生效。"))
    queue.refuse_barred(locked, oneself)
    if queue.is_taken(locked, by_other_than=UUID(by.actor_id)):
        raise Refused("taken", _("您的领取已过期，这一件正由另一位审核员审核，您的决定没有生效。"))
    verdict = Verdict(verdict).value
    if verdict == Verdict.RETURN and locked.matter != Matter.SUBMISSION:
        raise Refused("yes_or_no", _("这一件不能退回补正，请选择“通过”或“不通过”。"))
    now = clock.now()
    decision = Decision.objects.create(
        case=locked,
        verdict=verdict,
        remarks=reasons.remarks(case.kind, verdict, remarks, language=_language(case)),
        note=note.strip(),
        by_id=UUID(by.actor_id),
        by_label=by.actor_label,
        decided_at=now,
        effective_at=now + dt.timedelta(seconds=SECONDS),
    )
    lifecycle.move(locked, "decide", **FREE)
    case.stage, case.taken_by, case.taken_until = locked.stage, None, None
    return decision


@verb
def undo(decision: Decision, *, by: Actor) -> Case:
    """Take a decision back within its ten seconds; the case is the reviewer's to read again."""
    if str(decision.by_id) != by.actor_id:
        raise Refused("not_yours", _("只有作出决定的人可以撤销。"))
    if clock.now() >= decision.effective_at:
        raise Refused("too_late", _("已超过十秒，决定已经生效，不能撤销。"))
    # The case before the decision, as whoever makes or carries out a decision does.
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    lifecycle.move(decision, "undo")
    lease = {"taken_by": decision.by_id, "taken_until": clock.now() + queue.LEASE}
    lifecycle.move(case, "undo", **lease)
    return case


def pending(case: Case, user_id: UUID) -> Decision | None:
    """Somebody's own decision on a case that can still be undone."""
    rows = Decision.objects.filter(case=case, stage=DecisionStage.PENDING, by_id=user_id)
    return rows.filter(effective_at__gt=clock.now()).first()


def overdue(grace: dt.timedelta) -> list[Decision]:
    """Decisions that should have taken effect: their job was lost or failed."""
    rows = Decision.objects.filter(
        stage=DecisionStage.PENDING, effective_at__lt=clock.now() - grace
    )
    return list(rows.order_by("effective_at")[:200])


def _language(case: Case) -> str:
    found = User.objects.filter(pk=case.person_id).values_list("language", flat=True).first()
    return found or "zh-hans"
