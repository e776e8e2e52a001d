"""Verbs on deadlines: what was provisional becomes firm when the holiday table is published."""

import datetime as dt

from django.db.models import Q, QuerySet

from creditbank.bank import clock
from creditbank.bank.calendar import Table, working_days
from creditbank.bank.history import Actor, verb
from creditbank.bank.reviews import clocks
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.stages import Stage

BATCH = 500
_RUNNING = (Stage.OPEN, Stage.DECIDED)


def settle(*, by: Actor) -> int:
    """Count provisional deadlines anew, batch by batch; give how many are firm now."""
    return _in_batches(Q(due_provisional=True), by=by)


def recount(since: dt.date, *, by: Actor) -> int:
    """Count every deadline from a day on anew: its table has changed; give how many have moved."""
    begin = dt.datetime.combine(since, dt.time(), clock.SHANGHAI)
    return _in_batches(Q(due_provisional=True) | Q(due_at__gte=begin), by=by)


def _in_batches(which: Q, *, by: Actor) -> int:
    changed, last = 0, None
    while batch := _batch(Case.objects.filter(which, stage__in=_RUNNING), last):
        changed += settle_batch(batch, by=by)
        last = batch[-1]
    return changed


def _batch(rows: QuerySet[Case], last: Case | None) -> list[Case]:
    return list((rows.filter(pk__gt=last.pk) if last else rows).order_by("pk")[:BATCH])


@verb
def settle_batch(batch: list[Case], *, by: Actor) -> int:
    """Count the deadlines of these cases anew; give how many of them are other and firm now."""
    table = working_days.table()
    locked = Case.objects.select_for_update().filter(pk__in=[row.pk for row in batch])
    return sum(_recounted(case, table) for case in locked.prefetch_related("segments"))


def _recounted(case: Case, table: Table) -> bool:
    running = clocks.running(case)
    if running is None:
        return False
    before = (case.due_at, case.due_provisional)
    case.due_at, case.due_provisional = working_days.due_at(
        running.started_at, clocks.allowed(case, table)
    )
    if (case.due_at, case.due_provisional) == before:
        return False
    case.save(update_fields=["due_at", "due_provisional"])
    return not case.due_provisional
