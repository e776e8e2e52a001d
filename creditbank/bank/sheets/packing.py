"""Records on their way to another process: one long text is handed over faster than its cells."""

from collections.abc import Iterator, Sequence

from creditbank.bank.sheets.pages import Numeric, Record

# No keyboard has them; where a cell does, the records go as they are.
_CELL, _ROW = "\x1f", "\x1e"

# The number of the first record, and the rest one after the other; or the records themselves.
Packed = tuple[int, str] | list[Record]


def pack(records: Sequence[Record]) -> Packed:
    """Records that follow upon each other without a flaw as one text, any others as they are."""
    first = records[0].number
    plain = all(
        record.number == number and not record.flaw and Numeric not in set(map(type, record.cells))
        for number, record in enumerate(records, start=first)
    )
    text = _ROW.join([_CELL.join(record.cells) for record in records]) if plain else ""
    cells = sum([len(record.cells) - 1 for record in records])
    if not plain or (text.count(_CELL), text.count(_ROW)) != (cells, len(records) - 1):
        return list(records)
    return first, text


def unpack(packed: Packed) -> Iterator[Record]:
    """The records again."""
    if isinstance(packed, list):
        yield from packed
        return
    first, text = packed
    for number, row in enumerate(text.split(_ROW), start=first):
        yield Record(number, row.split(_CELL))
