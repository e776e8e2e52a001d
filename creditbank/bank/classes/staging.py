"""A class's roster on its way in: its rows staged, held against each other and the class, and merged."""

from collections.abc import Iterator
from pathlib import PurePath
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import translation

from creditbank.bank import keys
from creditbank.bank.classes import columns, rosters, rows
from creditbank.bank.classes.models import StagedClassRow, TrainingClass
from creditbank.bank.classes.rows import Row
from creditbank.bank.history import Actor, verb
from creditbank.bank.imports import staging
from creditbank.bank.imports.kinds import Batch, Kind
from creditbank.bank.imports.models import Run, opened_reasons, person_context
from creditbank.bank.imports.sightings import Sightings
from creditbank.bank.imports.verdicts import Slip, Tick, Verdict
from creditbank.bank.sheets.pages import letters
from creditbank.bank.sheets.tables import Line

# What a file without a name of its own is called.
NAMELESS = "培训班"
_WRITE = """
UPDATE bank_stagedclassrow SET status = %s, sealed_reasons = %s, change = %s, differences = %s
WHERE staging = %s AND line = %s
"""


def name_of(run: Run) -> str:
    """Which class a run is for: as the person told it, else as the file is called."""
    told = run.options.get("class") or PurePath(run.file_name or "").stem
    return rosters.tidy_name(told) or NAMELESS


def class_of(run: Run) -> TrainingClass | None:
    """The class that a run is for, where there is one already."""
    return TrainingClass.objects.filter(organisation=run.organisation, name=name_of(run)).first()


def stage(batch: Batch) -> int:
    """Put every row of a batch into the staging table; answers how many people stand in it."""
    with translation.override(batch.language):
        read = list(staging.lines(batch, rows.read))
        StagedClassRow.objects.bulk_create(_staged(batch.staging, *one) for one in read)
    return sum(verdict.holds_somebody for _row, verdict in read)


def compare(run: Run) -> None:
    """Hold the rows against each other, then against the class: what merging them would do."""
    verdicts: dict[int, Verdict] = {}
    judging = rosters.judge(_compared(run, verdicts), training_class=class_of(run))
    judged = {one.line: one for one in judging}
    written = []
    for line, verdict in verdicts.items():
        change, differences = "", ""
        if one := judged.get(line):
            change, differences = one.change, " ".join(one.differences)
            verdict.give("accept", one.remark)
        reasons = staging.sealed_reasons(run.staging, line, verdict.reasons)
        written.append((verdict.status, reasons, change, differences, run.staging, line))
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, written)


@verb
def merge(run: Run, tell: Tick, *, by: Actor) -> bool:
    """Merge the taken rows into their class; False where that is no longer what the dry run said."""
    made = rosters.found(name_of(run), organisation=run.organisation, run=run, by=by)
    taken = map(_opened, _rows(run).exclude(change="").order_by("line"))
    counts = rosters.merge(taken, training_class=made, by=by, tick=tell)
    return all(run.counts.get(change, 0) == number for change, number in counts.items())


def _staged(staged_as: UUID, row: Row | None, verdict: Verdict) -> StagedClassRow:
    line = verdict.line

    def sealed(column: str, plain: str) -> bytes | None:
        context = person_context(staged_as, line, column)
        return keys.seal(plain.encode(), context) if plain else None

    return StagedClassRow(
        staging=staged_as,
        line=line,
        status=verdict.status,
        sealed_reasons=staging.sealed_reasons(staged_as, line, verdict.reasons),
        name=sealed("name", verdict.name),
        number=sealed("number", verdict.number),
        told=sealed("told", row.told if row else ""),
    )


def _rows(run: Run) -> QuerySet[StagedClassRow]:
    assert run.staging is not None  # noqa: S101 - the check has begun
    return StagedClassRow.objects.filter(staging=run.staging)


def _opened(staged: StagedClassRow) -> Row:
    sealed, context = staged.told, person_context(staged.staging, staged.line, "told")
    return rows.opened(staged.line, keys.unseal(bytes(sealed or b""), context).decode())


def _compared(run: Run, verdicts: dict[int, Verdict]) -> Iterator[Row]:
    """The rows that are taken in their order; `verdicts` are those of all that could be."""
    places = {name: letters(found[0]) for name, found in run.layout["places"].items()}
    with Sightings() as seen:
        for staged in _rows(run).filter(told__isnull=False).order_by("line").iterator():
            slip, row = Slip(Line(staged.line, {}, places)), _opened(staged)
            reasons = opened_reasons(run.staging, staged.line, staged.sealed_reasons)
            slip.verdict = verdicts[staged.line] = Verdict(staged.line, staged.status, reasons)
            rows.compare(row, slip, seen)
            if slip.verdict.is_taken:
                yield row


CLASS = Kind(
    fields=columns.FIELDS,
    staged=StagedClassRow,
    summed=("told", "differences"),
    stage=stage,
    compare=compare,
    merge=merge,
)
