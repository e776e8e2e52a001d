"""Bringing rosters in, whatever their kind: receive › look at the dry run › confirm, or cancel.

Verbs record what somebody wants and hand it to a job; `desk.carriers` does the work.
"""

from collections.abc import Mapping, Sequence
from typing import IO

from django.db import transaction
from django.db.models import QuerySet

from creditbank.bank import jobs
from creditbank.bank.desk import engines, tasks
from creditbank.bank.files import wholes
from creditbank.bank.history import Actor
from creditbank.bank.imports import choices, leftovers, runs
from creditbank.bank.imports.models import Run, StagedRow
from creditbank.bank.organisations.models import Organisation

__all__ = [
    "cancel",
    "chosen_before",
    "confirm",
    "forget_columns",
    "of",
    "receive",
    "recheck",
    "rows",
    "write_rejected",
]


def receive(
    upload: wholes.Source,
    *,
    kind: str = "",
    organisation: Organisation,
    by: Actor,
    columns: Mapping[str, str] | None = None,
    kinds: Sequence[str] = (),
    class_name: str = "",
) -> Run:
    """Keep a file and have it checked: the dry run follows by itself. Refuses an empty one.

    Which kind it is, its columns tell where nobody does: one of `kinds`, where those are told. A
    class is the one of `class_name`, else of the file's name. Reasons are told in the language of
    the moment. `columns` (`{field: "D"}`, empty for 'there is none') is for who knows better from
    the start; what the organisation chose the last time for the same headings counts by itself.
    """
    if kind:
        engines.engine(kind)
    options = {"class": class_name, "kinds": [*kinds]}
    with transaction.atomic():
        run = runs.receive(
            upload, kind=kind, organisation=organisation, by=by, columns=columns, options=options
        )
        jobs.defer(tasks.check_roster, run_id=str(run.pk))
    return run


def recheck(run: Run, columns: Mapping[str, str], *, by: Actor) -> Run:
    """Check again with other columns; also what could not be read for want of them."""
    with transaction.atomic():
        runs.recheck(run, columns, by=by)
        jobs.defer(tasks.check_roster, run_id=str(run.pk))
    return run


def forget_columns(run: Run, *, by: Actor) -> Run:
    """Forget the columns that were chosen for these headings, and check again without them."""
    with transaction.atomic():
        choices.forget(run, by=by)
        return recheck(run, {}, by=by)


def chosen_before(run: Run) -> bool:
    """Whether the columns of a run are those that its organisation chose the last time."""
    known = choices.remembered(run.organisation, run.kind, run.layout.get("headings", ()))
    return bool(known) and known == run.columns


def confirm(run: Run, *, by: Actor) -> Run:
    """Have the taken rows merged, all in one go; rejected ones are left out."""
    with transaction.atomic():
        runs.confirm(run, by=by)
        jobs.defer(tasks.merge_roster, run_id=str(run.pk))
    return run


cancel = runs.cancel
of = runs.of


def rows(run: Run, *, status: str = "", change: str = "") -> QuerySet[StagedRow]:
    """The rows of the dry run in their order, of one status or one change where told."""
    return engines.rows(run, status=status, change=change)


def write_rejected(run: Run, to: IO[bytes]) -> str:
    """Write the rejected rows in the shape of the uploaded file, with their reasons; its file name."""
    return leftovers.write(run, engines.engine(run.kind), to)
