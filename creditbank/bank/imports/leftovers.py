"""Rejected rows in the shape of the file that they came in, with one more column that says why."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import IO

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext

from creditbank.bank.imports import choices, originals, staging
from creditbank.bank.imports.kinds import Kind
from creditbank.bank.imports.models import Run, StagedRow, Status
from creditbank.bank.sheets import headings
from creditbank.bank.sheets.fields import plain
from creditbank.bank.sheets.headings import Layout

# Of more rows than these a workbook is put together on the disk.
IN_MEMORY = 20_000
LONGEST_CELL, LONGEST_NAME = 32_767, 31
# What a spreadsheet program would work out, and not only show. A telephone number may begin so.
_FORMULA = re.compile(r"\s*[=@]|\s*[+-](?![\d\s().-]*$)|[\t\r]")

Cells = Sequence[str]


def write(run: Run, kind: Kind, to: IO[bytes]) -> str:
    """Write them to an open file and answer what the file should be called.

    XLSX for a workbook of any format, else CSV in UTF-8 with a mark. Cells are text. Read from the
    uploaded file once more: rows above the heading and the heading itself stand as they stood.
    Raises `Refused` where the file was thrown away.
    """
    with translation.override(run.language), originals.opened(run) as (source, _file):
        layout = headings.find(source, kind.fields, run.columns)
        lines = _lines(run, kind, layout)
        if source.is_workbook:
            _write_workbook(lines, layout.page.name, to, small=run.rejected <= IN_MEMORY)
        else:
            _write_text(lines, layout.page.name, to)
        name = PurePath(run.file_name or "").stem + "-" + gettext("不接收的行")
    return name + (".xlsx" if source.is_workbook else ".csv")


def _lines(run: Run, kind: Kind, layout: Layout) -> Iterator[Cells]:
    """What stands above the data, then the rejected rows, each with its reasons."""
    title = str(choices.REASONS)
    # Where the file came from here, the column is there already.
    has_it = bool(layout.headings) and layout.headings[-1] == plain(title)
    width = layout.width - has_it
    rejected = _rejected(run, kind)
    row, at = next(rejected, None), 0
    for record in layout.page.records():
        if record.number <= layout.last:
            yield from [()] * (record.number - at - 1)
            is_heading = record.number == layout.last
            yield _with(record.cells, width, title, has_it) if is_heading else record.cells
            at = record.number
            continue
        while row and row.line < record.number:
            row = next(rejected, None)
        if row and row.line == record.number:
            yield _with(record.cells, width, " ".join(row.reasons), has_it)


def _rejected(run: Run, kind: Kind) -> Iterator[StagedRow]:
    rows = staging.rows(kind, run).filter(status=Status.REJECT)
    return rows.filter(line__gt=0).order_by("line").iterator()


def _with(cells: Cells, width: int, told: str, instead: bool) -> Cells:
    """A row with one more cell behind its columns, or with another one in its place."""
    return [*cells[:width], *[""] * (width - len(cells)), told, *cells[width + instead :]]


def _write_text(lines: Iterable[Cells], delimiter: str, to: IO[bytes]) -> None:
    text = io.TextIOWrapper(to, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([_shown(cell) for cell in cells] for cells in lines)
    text.detach()


def _write_workbook(lines: Iterable[Cells], name: str, to: IO[bytes], *, small: bool) -> None:
    how = {"in_memory": True} if small else {"constant_memory": True}
    book = xlsxwriter.Workbook(to, {**how, "strings_to_urls": False})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", name)[:LONGEST_NAME])
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(row, column, cell[:LONGEST_CELL])
    book.close()


def _shown(cell: str) -> str:
    """A cell that no spreadsheet program works out."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
