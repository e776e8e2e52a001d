"""Carrying out the merge of a run that was confirmed: whole or not at all, however often it is begun."""

from collections import Counter

from django.db import transaction
from django.utils import translation

from creditbank.bank import clock, ids, lifecycle
from creditbank.bank.history import SYSTEM, Actor, Someone, verb
from creditbank.bank.imports import checking, meters, staging
from creditbank.bank.imports.kinds import Kind
from creditbank.bank.imports.meters import Superseded
from creditbank.bank.imports.models import Run, Status
from creditbank.bank.imports.stages import Change
from creditbank.bank.imports.verdicts import Tick, nobody


class MovedOn(Exception):  # noqa: N818 - a turn of events; the job tries again
    """The bank changed while the file was read once more."""


@verb
def begin(run: Run, *, by: Actor = SYSTEM) -> None:
    """Begin to merge, or begin again; refuses what was not confirmed, or is merged already."""
    lifecycle.move(run, "merge")


@verb
def ask_again(run: Run, *, by: Actor = SYSTEM) -> None:
    """What would be merged is not what was confirmed: the person looks at it once more."""
    told = {"counts": run.counts, "staged_rows": run.staged_rows, "staged_sum": run.staged_sum}
    lifecycle.move(run, "ask_again", checked_at=clock.now(), confirmed_at=None, **told)


def carry_out(run: Run, kind: Kind, *, tick: Tick = nobody) -> bool:
    """Merge a run whose merge has begun; False where there is nothing (more) to merge.

    Where the staged rows are gone, or the bank has moved on since, the file is read once more: what
    does no more than was confirmed is merged, else the person is asked again.
    """
    confirmed = dict(run.counts)
    try:
        if staging.still_stands(kind, run) and _merged(run, kind, tick):
            return True
        _read_again(run, kind, tick)
        if _does_more(run.counts, confirmed):
            ask_again(run)
            return False
        if not _merged(run, kind, tick):
            raise MovedOn
    except Superseded:
        return False
    return True


def _does_more(counts: dict[str, int], confirmed: dict[str, int]) -> bool:
    """Whether other rows are taken than before, or more is written: nobody has agreed to that."""
    told, before = Counter(counts), Counter(confirmed)
    written = (Change.NEW.value, Change.CHANGED.value)
    others = (told[status] != before[status] for status in Status.values)
    return any(others) or any(told[change] > before[change] for change in written)


def _read_again(run: Run, kind: Kind, tick: Tick) -> None:
    lifecycle.move(run, "merge", staging=ids.uuid7())
    with translation.override(run.language):
        checking.read(run, kind, tick=tick)


def _merged(run: Run, kind: Kind, tick: Tick) -> bool:
    """One transaction: the rows, their history, and that the run is merged."""
    by = Someone(run.confirmed_by_id, run.confirmed_by_label)
    with meters.beside(run, tick) as tell, transaction.atomic():
        held = Run.objects.select_for_update().get(pk=run.pk)
        if held.stage != Run.Stage.MERGING or held.staging != run.staging:
            raise Superseded
        if not kind.merge(run, tell, by=by):
            transaction.set_rollback(True)
            return False
        _finish(run, by=by)
    return True


@verb
def _finish(run: Run, *, by: Actor) -> None:
    told = {name: getattr(run, name) for name in ("counts", "staged_rows", "staged_sum")}
    lifecycle.move(run, "finish", ended_at=clock.now(), **told)
