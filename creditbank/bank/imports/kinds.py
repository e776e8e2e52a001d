"""What the runs of every kind need to know of one: how a batch of rows is read, how all are merged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from creditbank.bank.imports.models import Run, StagedRow
from creditbank.bank.imports.verdicts import Tick
from creditbank.bank.sheets.fields import Fields
from creditbank.bank.sheets.headings import Layout
from creditbank.bank.sheets.pages import Record


@dataclass(frozen=True)
class Batch:
    """Some records of a sheet in their order, to be read, checked and staged by any process.

    `after` is the number of the record before them; blank rows in between have verdicts of their own.
    """

    staging: UUID
    organisation: UUID
    language: str
    layout: Layout
    is_workbook: bool
    after: int
    records: Sequence[Record]


@dataclass(frozen=True)
class Kind:
    """A kind of roster, as its room brings it in.

    `stage` reads a batch into the table of `staged` and answers whether anybody stands in it; it is
    found by its name in other processes. `compare` holds the staged rows against each other. `merge`
    writes what was taken, within a transaction; it answers False where that is no longer what was
    staged.
    """

    fields: Fields
    staged: type[StagedRow]
    stage: Callable[[Batch], bool]
    compare: Callable[[Run], None]
    merge: Callable[[Run, Tick], bool]
