"""What every source gives: pages of records."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

# So many records are looked at to find the heading.
HEAD = 60


class Numeric(str):
    """The text of a numeric cell: digits beyond the fifteenth, and zeros in front, are lost."""

    __slots__ = ()


@dataclass(slots=True)
class Record:
    """One line of cells; `flaw` is a code where the line itself could not be read well.

    The number counts records from 1, as a spreadsheet program numbers its rows.
    """

    number: int
    cells: Sequence[str]
    flaw: str = ""


@dataclass(frozen=True)
class Page:
    """A sheet of a workbook, or a text cut at one delimiter; all its records can be had once."""

    name: str
    head: Sequence[Record]
    records: Callable[[], Iterator[Record]]


@dataclass(frozen=True)
class Source:
    """An opened file. `hidden` names sheets that are there but not looked at."""

    name: str
    pages: Sequence[Page]
    hidden: Sequence[str] = field(default=())
    # Pages of a text are readings of the same lines; of a workbook, each is a sheet of its own.
    is_workbook: bool = False


def letters(column: int) -> str:
    """The name of a column, counted from 0, as spreadsheets show it: A, B … Z, AA …"""
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name
