"""The work behind runs, carried out by jobs, or at once for an operator."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from creditbank.bank import jobs
from creditbank.bank.accounts.tasks import attach_enrolments
from creditbank.bank.deliveries import rosters as deliveries
from creditbank.bank.deliveries.tasks import attach_results
from creditbank.bank.desk import guesses
from creditbank.bank.desk.engines import engine
from creditbank.bank.history import Actor
from creditbank.bank.imports import checking, merging, runs
from creditbank.bank.imports.models import Run
from creditbank.bank.imports.verdicts import Tick, nobody
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused

# Which job gives what a run brought to the people who have an account; who is in a class is asked.
ATTACHING = {"register": attach_enrolments} | dict.fromkeys(deliveries.KINDS, attach_results)


@dataclass(frozen=True)
class _Named:
    """A file of the operator's as an upload."""

    name: str
    file: BinaryIO

    def read(self, num_bytes: int | None = None, /) -> bytes:
        return self.file.read(-1 if num_bytes is None else num_bytes)


def check(run_id: UUID, *, tick: Tick = nobody) -> None:
    """Read and check the file of a run, row by row; nothing where there is nothing to do."""
    run = Run.objects.select_related("organisation", "file").get(pk=run_id)
    try:
        checking.begin(run)
    except Refused:  # cancelled meanwhile, or checked already
        return
    if not run.kind:
        guesses.settle(run)
    checking.carry_out(run, engine(run.kind), tick=tick)


def merge(run_id: UUID, *, tick: Tick = nobody) -> None:
    """Merge a confirmed run in one transaction; nothing where there is nothing to do.

    Where the staged rows are gone, or the bank has moved on since, the file is read once more. What
    was confirmed is merged all the same if it comes to the same, else the person is asked again.
    """
    run = Run.objects.select_related("organisation", "file").get(pk=run_id)
    try:
        merging.begin(run)
    except Refused:  # merged already
        return
    is_merged = merging.carry_out(run, engine(run.kind), tick=tick)
    if is_merged and run.counts.get("new") and run.kind in ATTACHING:
        jobs.defer(ATTACHING[run.kind])


def bring_in(
    path: Path,
    *,
    kind: str = "register",
    organisation: Organisation,
    by: Actor,
    class_name: str = "",
    accept_rest: bool = False,
    tick: Tick = nobody,
) -> Run:
    """Bring a file in at once: nothing of it where a row is rejected, unless the rest is accepted.

    Answers the run: `merged`, or `cancelled` with what was found. `tick` hears of every row when it
    is read and when it is written. Raises `Refused` for a file that can't be read.
    """
    with path.open("rb") as file:
        run = runs.receive(
            _Named(path.name, file),
            kind=kind,
            organisation=organisation,
            by=by,
            options={"class": class_name},
        )
    check(run.pk, tick=tick)
    run.refresh_from_db()
    if run.stage == Run.Stage.REFUSED:
        raise Refused("unreadable", run.refusal)
    if run.rejected and not accept_rest:
        return runs.cancel(run, by=by)
    runs.confirm(run, by=by)
    merge(run.pk, tick=tick)
    run.refresh_from_db()
    return run
