"""Registers of any length about people who do not exist, as files; tests and the suite use them."""

import csv
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from creditbank.cli.demo import enrolments, places

PROVINCE = "62"
ORGANISATION = f"{PROVINCE}0000"


def rows(count: int, seed: int = 7) -> Iterator[list[str]]:
    """The heading and so many rows, in order as a register has them."""
    told = enrolments.rows(seed, count, places.study_centres(PROVINCE))
    yield list(enrolments.COLUMNS)
    for row in told:
        # The demo counts from the same number on.
        yield [f"9{row['学号']}", *list(row.values())[1:]]


def write(path: Path, count: int, seed: int = 7) -> Path:
    """A register as CSV or, by the name of the file, as XLSX."""
    if path.suffix == ".xlsx":
        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        sheet = book.add_worksheet("学籍")
        for number, row in enumerate(rows(count, seed)):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
        book.close()
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows(count, seed))
    return path
