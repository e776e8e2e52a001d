"""Background work of the desk."""

import datetime as dt
from uuid import UUID

import structlog

from creditbank.bank import clock, jobs
from creditbank.bank.desk import carriers, effects, engines
from creditbank.bank.history import SYSTEM
from creditbank.bank.imports import runs, staging
from creditbank.bank.imports.stages import Stage
from creditbank.bank.reviews import decisions
from creditbank.bank.reviews.models import Decision

GRACE = dt.timedelta(seconds=60)
CHECKS = (Stage.RECEIVED, Stage.CHECKING)
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


@jobs.task(name="desk.rescue_rosters")
def rescue_rosters() -> None:
    """Give runs whose job was lost another one."""
    for run in runs.stuck():
        jobs.defer(check_roster if run.stage in CHECKS else merge_roster, run_id=str(run.pk))


@jobs.task(name="desk.sweep_rosters")
def sweep_rosters() -> None:
    """Throw away what nobody needs any more of rosters: runs, files, staged rows."""
    for run in runs.unattended():
        runs.cancel(run, by=SYSTEM)
    for run in runs.outdated():
        runs.forget(run, by=SYSTEM)
    for kind in engines.ENGINES.values():
        staging.sweep(kind.staged, runs.stagings)


@jobs.task(name="desk.check_roster")
def check_roster(run_id: str) -> None:
    """Check one file that was brought. Bears running twice: the later reading counts."""
    carriers.check(UUID(run_id))


@jobs.task(name="desk.merge_roster")
def merge_roster(run_id: str) -> None:
    """Merge one run that was confirmed. Bears running twice: the second finds it merged."""
    carriers.merge(UUID(run_id))
