"""Reading a delivered sheet: rows with a verdict each. Needs no bank."""

from collections.abc import Iterator, Mapping

from creditbank.bank.deliveries import columns, rows
from creditbank.bank.deliveries.rows import Row
from creditbank.bank.imports.sightings import Sightings
from creditbank.bank.imports.verdicts import Slip, Tick, Verdict, nobody
from creditbank.bank.imports.walks import walk
from creditbank.bank.sheets.pages import Source


def read(
    sheet: str,
    source: Source,
    *,
    tick: Tick = nobody,
    corrections: Mapping[str, str] | None = None,
) -> Iterator[tuple[Row | None, Verdict]]:
    """Each line's row, None unless it is taken, and its verdict."""
    with Sightings() as seen:

        def one(slip: Slip) -> Row | None:
            row = rows.read(sheet, slip)
            if row and slip.verdict.is_taken:
                rows.compare(sheet, row, slip, seen)
            return row

        yield from walk(source, columns.FIELDS[sheet], one, columns=corrections, tick=tick)
