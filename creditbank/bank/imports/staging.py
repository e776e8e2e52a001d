"""What every staging table has in common: reading a batch, rows for nobody, the sum of all rows, throwing rows away."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from creditbank.bank import keys
from creditbank.bank.imports import walks
from creditbank.bank.imports.kinds import Batch, Kind
from creditbank.bank.imports.models import Run, StagedRow, reasons_context
from creditbank.bank.imports.verdicts import Slip, Verdict
from creditbank.bank.sheets import packing

Row = TypeVar("Row")

# Its order does not matter, so rows may come from several processes; NULL is one value like others.
SUM = "bit_xor(hash_record_extended(ROW(line, status, change, {columns}), 0))"


def lines(batch: Batch, read: Callable[[Slip], Row | None]) -> Iterator[tuple[Row | None, Verdict]]:
    """Each line's row and verdict, as `walks.each` tells them of a whole page."""
    page = replace(batch.layout.page, records=lambda: packing.unpack(batch.packed))
    layout = replace(batch.layout, page=page, last=batch.after)
    return walks.each(layout, read, is_workbook=batch.is_workbook)


def put_aside(kind: Kind, run: Run, verdicts: Iterable[Verdict]) -> None:
    """Stage what is said of other sheets: lines without a number here count down from -1."""
    for number, verdict in enumerate(verdicts, start=1):
        assert run.staging is not None  # noqa: S101 - the check has begun
        kind.staged._default_manager.create(  # noqa: SLF001 - of whichever model
            staging=run.staging,
            line=-number,
            status=verdict.status,
            sealed_reasons=sealed_reasons(run.staging, -number, verdict.reasons),
        )


def sealed_reasons(staging: UUID | None, line: int, reasons: list[str]) -> bytes | None:
    """Reasons quote what stands in the row: sealed, where there are any."""
    if not reasons:
        return None
    return keys.seal("\n".join(reasons).encode(), reasons_context(staging, line))


def rows(kind: Kind, run: Run) -> QuerySet[StagedRow]:
    """The rows of the last reading of a run; none where it was not read, or is forgotten."""
    found = kind.staged._default_manager.all()  # noqa: SLF001 - of whichever model
    return found.filter(staging=run.staging) if run.staging else found.none()


def summary(kind: Kind, run: Run) -> tuple[int, int, dict[str, int]]:
    """How many rows are staged, their sum, and how many there are of each status and change."""
    table = kind.staged._meta.db_table  # noqa: SLF001 - Django's public spelling
    columns = ", ".join(kind.summed)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT status, change, count(*), {SUM.format(columns=columns)} FROM {table}"  # noqa: S608 - our own words
            " WHERE staging = %s GROUP BY 1, 2",
            [run.staging],
        )
        found = cursor.fetchall()
    counts, total, rows = dict[str, int](), 0, 0
    for status, change, number, part in found:
        rows, total = rows + number, total ^ part
        for name in filter(None, (status, change)):
            counts[name] = counts.get(name, 0) + number
    return rows, total, counts


def still_stands(kind: Kind, run: Run) -> bool:
    """Whether the rows are there as they were staged: a crash of the database takes them."""
    rows, total, _counts = summary(kind, run)
    return (rows, total) == (run.staged_rows, run.staged_sum)


def sweep(staged: type[StagedRow], kept: Callable[[], Iterable[UUID]]) -> None:
    """Throw away rows of readings that nobody asks for any more.

    What is kept is asked for after what is there: a run names its reading before the first row of it.
    """
    table = staged._meta.db_table  # noqa: SLF001 - Django's public spelling
    there = set(staged._default_manager.values_list("staging", flat=True).distinct())  # noqa: SLF001 - of whichever model
    with connection.cursor() as cursor:
        for staging in there.difference(kept()):
            cursor.execute(f"DELETE FROM {table} WHERE staging = %s", [staging])  # noqa: S608 - our own words
