"""Rosters of any kind: which kind a sheet is, and who reads it. Needs no bank."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from creditbank.bank.classes import columns as class_columns
from creditbank.bank.classes import reading as class_reading
from creditbank.bank.deliveries import columns as delivery_columns
from creditbank.bank.deliveries import reading as delivery_reading
from creditbank.bank.enrolments import columns as register_columns
from creditbank.bank.enrolments import reading as register_reading
from creditbank.bank.imports.verdicts import Verdict
from creditbank.bank.refusals import Refused
from creditbank.bank.sheets import headings
from creditbank.bank.sheets.fields import Fields
from creditbank.bank.sheets.pages import Source

Reading = Iterator[tuple[Any, Verdict]]


@dataclass(frozen=True)
class Kind:
    """What a kind of roster is told by, and its reader."""

    fields: Fields
    telling: tuple[str, ...]
    read: Callable[..., Reading]


KINDS = {
    "register": Kind(register_columns.FIELDS, register_columns.TELLING, register_reading.read),
    "class": Kind(class_columns.FIELDS, class_columns.TELLING, class_reading.read),
    **{
        sheet: Kind(fields, delivery_columns.TELLING[sheet], partial(delivery_reading.read, sheet))
        for sheet, fields in delivery_columns.FIELDS.items()
    },
}


def guess(source: Source, among: Iterable[str] = KINDS) -> str:
    """The kind whose telling columns a sheet has most of; of several, or with none, a class."""
    return max(among, key=lambda name: (_told(source, KINDS[name]), name == "class"))


def _told(source: Source, kind: Kind) -> int:
    try:
        places = headings.find(source, kind.fields.lenient()).places
    except Refused:
        return 0
    return sum(name in places for name in kind.telling)
