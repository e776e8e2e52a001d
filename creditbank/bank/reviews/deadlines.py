"""Verbs on deadlines: what was provisional becomes firm when the holiday table is published."""

from creditbank.bank.calendar import working_days
from creditbank.bank.history import Actor, verb
from creditbank.bank.reviews import clocks
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.stages import Stage

BATCH = 500


def settle(*, by: Actor) -> int:
    """Count provisional deadlines anew, batch by batch; give how many are firm now."""
    firm, last = 0, None
    while True:
        rows = Case.objects.filter(due_provisional=True, stage__in=[Stage.OPEN, Stage.DECIDED])
        batch = list((rows.filter(pk__gt=last) if last else rows).order_by("pk")[:BATCH])
        if not batch:
            return firm
        firm += settle_batch(batch, by=by)
        last = batch[-1].pk


@verb
def settle_batch(batch: list[Case], *, by: Actor) -> int:
    """Count the deadlines of these cases anew; give how many are firm now."""
    table = working_days.table()
    locked = Case.objects.select_for_update().filter(pk__in=[row.pk for row in batch])
    cases = [row for row in locked.prefetch_related("segments") if row.due_provisional]
    for case in cases:
        running = clocks.running(case)
        if running is None:
            continue
        days = clocks.allowed(case, table)
        case.due_at, case.due_provisional = working_days.due_at(running.started_at, days)
        case.save(update_fields=["due_at", "due_provisional"])
    return sum(not case.due_provisional for case in cases)
