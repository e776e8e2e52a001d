"""Records out of delimited text, one at a time, with a quotation mark that nobody closed survived."""

import csv
from collections import deque
from collections.abc import Iterator

from creditbank.bank.sheets.encodings import Line
from creditbank.bank.sheets.pages import Record

DELIMITERS = (",", "\t", ";", "，", "|")
# A cell may hold a few lines of its own; a mark that is not closed by then was none.
MOST_LINES = 10


def records(lines: Iterator[Line], delimiter: str) -> Iterator[Record]:
    """Cut lines into cells. A line whose quotation marks are wrong is a record with the flaw `quotes`."""
    ahead: deque[Line] = deque()
    number = 0
    while (line := _next(ahead, lines)) is not None:
        number += 1
        text, flaw = line
        if '"' not in text:
            yield Record(number, text.split(delimiter), flaw)
            continue
        cells, more = _quoted(line, ahead, lines, delimiter)
        yield Record(number, cells or text.split(delimiter), flaw or more if cells else "quotes")


def _next(ahead: deque[Line], lines: Iterator[Line]) -> Line | None:
    return ahead.popleft() if ahead else next(lines, None)


def _quoted(
    first: Line, ahead: deque[Line], lines: Iterator[Line], delimiter: str
) -> tuple[list[str], str]:
    """The cells of a record that may go on over the next lines; none where its marks are wrong."""
    text, flaw = first
    taken: list[Line] = []
    while True:
        try:
            return next(csv.reader([text], delimiter=delimiter, strict=True)), flaw
        except csv.Error as error:
            is_open = "unexpected end" in str(error) and len(taken) < MOST_LINES
            following = _next(ahead, lines) if is_open else None
        if following is None:
            ahead.extendleft(reversed(taken))
            return [], flaw
        taken.append(following)
        text, flaw = f"{text}\n{following[0]}", flaw or following[1]
