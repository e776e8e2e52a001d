"""What the runs of every kind need to know of one: how a batch of rows is read, how all are merged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from creditbank.bank.imports.models import Run, StagedRow
from creditbank.bank.sheets.fields import Fields
from creditbank.bank.sheets.headings import Layout
from creditbank.bank.sheets.packing import Packed


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
    packed: Packed


@dataclass(frozen=True)
class Kind:
    """A kind of roster, as its room brings it in.

    `stage` reads a batch into the table of `staged` and answers how many people stand in it; it is
    found by its name in other processes. `summed` are the columns that go into the sum of all rows,
    by which they are known to be complete. `compare` holds the staged rows against each other. `merge`
    writes what was taken, within a transaction; it answers False where that is no longer what was
    staged.
    """

    fields: Fields
    staged: type[StagedRow]
    summed: Sequence[str]
    stage: Callable[[Batch], int]
    compare: Callable[[Run], None]
    merge: Callable[..., bool]
