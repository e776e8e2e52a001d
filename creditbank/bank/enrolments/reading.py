"""Reading a register from a file: rows with a verdict each. Needs no bank."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from creditbank.bank.enrolments import columns, rows
from creditbank.bank.enrolments.rows import Row, Verdict
from creditbank.bank.refusals import Refused

# Called with so many rows that were done.
Tick = Callable[[int], object]


def nobody(_rows: int, /) -> None:
    """A tick that nobody waits for."""


@dataclass
class Report:
    """What a file holds and what became of it, line by line."""

    file: str
    verdicts: list[Verdict] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def rejected(self) -> list[Verdict]:
        """The lines for whose sake nothing was written."""
        return [verdict for verdict in self.verdicts if verdict.status == "reject"]


def read(name: str, content: bytes, tick: Tick = nobody) -> tuple[list[Row], Report]:
    """Read a UTF-8 CSV whose first line names the columns; refuses a file as a whole."""
    lines = _lines(content)
    places = columns.recognise(lines[0])
    accepted, report = [], Report(name)
    for line, cells in enumerate(lines[1:], start=2):
        tick(1)
        if not any(cell.strip() for cell in cells):
            report.verdicts.append(Verdict(line, "ignore"))
            continue
        told = {to: cells[at] if at < len(cells) else "" for to, at in places.items()}
        row, verdict = rows.read(line, told)
        report.verdicts.append(verdict)
        if row is not None:
            accepted.append(row)
    if all(verdict.status == "ignore" for verdict in report.verdicts):
        raise Refused("no_rows", _("文件里只有列名，没有数据行。"))
    return accepted, report


def _lines(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        sentence = _("文件不是 UTF-8 编码的 CSV。请在表格软件中另存为“CSV UTF-8”后再导入。")
        raise Refused("encoding", sentence) from None
    try:
        lines = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        lines = []
    if "\0" in text or not lines:
        raise Refused("empty", _("文件是空的，或者不是 CSV 文件。"))
    return lines
