"""Background work of the desk."""

import datetime as dt
from uuid import UUID

import structlog

from creditbank.bank import clock, jobs
from creditbank.bank.desk import carriers, effects
from creditbank.bank.reviews import decisions
from creditbank.bank.reviews.models import Decision

GRACE = dt.timedelta(seconds=60)
log = structlog.get_logger("desk")


@jobs.task(priority=10, name="desk.take_effect")
def take_effect(decision_id: str) -> None:
    """Carry out one decision, not before its time. Bears running twice."""
    decision = Decision.objects.filter(pk=decision_id).first()
    if decision is None:
        return
    if decision.effective_at > clock.now():
        jobs.defer(take_effect, at=decision.effective_at, decision_id=decision_id)
        return
    effects.take_effect(UUID(decision_id))


@jobs.task(name="desk.rescue")
def rescue() -> None:
    """Carry out what is overdue because its job was lost or failed. One failure stops no other."""
    for decision in decisions.overdue(GRACE):
        try:
            effects.take_effect(decision.pk)
        except Exception:  # an operator reads the log; the next run tries again
            log.exception("effect_failed", decision=str(decision.pk))


@jobs.task(name="desk.check_roster")
def check_roster(run_id: str) -> None:
    """Check one file that was brought. Bears running twice: the later reading counts."""
    carriers.check(UUID(run_id))


@jobs.task(name="desk.merge_roster")
def merge_roster(run_id: str) -> None:
    """Merge one run that was confirmed. Bears running twice: the second finds it merged."""
    carriers.merge(UUID(run_id))
