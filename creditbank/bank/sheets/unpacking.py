"""Takes one hostile workbook apart. A program of its own: run behind the fence, never imported.

Its standard input is the workbook itself, which it opens again as a file. It answers in lines of
JSON: `{"sheets": [[name, hidden], …]}`, then `{"peek": index}` and the first rows of each sheet that
is not hidden, then `{"rows": index}` and all rows of each of them, then `{"end": true}`. A row is
`[number, [cell, …]]`; a cell begins with `t` (text) or `n` (a number in a numeric cell); blank rows
are left out. `{"refused": code}` may come at any time.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import python_calamine as calamine

if TYPE_CHECKING:
    from collections.abc import Iterator

UPLOAD = "/dev/stdin"
PEEK = 60
MAX_UNPACKED = 300 * 1024 * 1024
MAX_PARTS = 5_000
MAX_CELLS = 40_000_000
# No format writes a row that holds anything in fewer bytes; a row said to repeat a million times does.
SHORTEST_ROW = 20
WORKBOOKS = {"xl/workbook.xml", "xl/workbook.bin"}
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
# Whole numbers up to here are kept by a numeric cell; of longer ones the last digits are lost.
EXACT = 10**15

Row = tuple[int, list[str]]


class RefusedError(Exception):
    """A workbook that can't be read; the argument is the code that becomes a sentence."""


def main() -> None:
    """Open the workbook and say what is in it."""
    try:
        most_rows = check_parts() // SHORTEST_ROW
        book = calamine.CalamineWorkbook.from_path(UPLOAD)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
        tell(book, most_rows)
    except RefusedError as refusal:
        say({"refused": str(refusal)})
    except calamine.PasswordError:
        say({"refused": "encrypted"})
    except calamine.CalamineError as error:
        say({"refused": "encrypted" if "assword" in str(error) else "damaged"})
    except MemoryError:
        say({"refused": "too_heavy"})
    sys.stdout.buffer.flush()


def check_parts() -> int:
    """Refuse by the archive's table of contents, before anything is unpacked; its size unpacked."""
    if not zipfile.is_zipfile(UPLOAD):
        return check_compound()
    try:
        with zipfile.ZipFile(UPLOAD) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or size > MAX_UNPACKED:
                raise RefusedError("too_heavy")
            check_kind(archive)
            for part in parts:
                check_prolog(archive, part)
            return size
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError) as error:
        raise RefusedError("damaged") from error
    except RuntimeError as error:  # an encrypted part
        raise RefusedError("encrypted") from error


def check_kind(archive: zipfile.ZipFile) -> None:
    """Tell a workbook from other archives: documents, presentations, folders."""
    names = set(archive.namelist())
    ods = "mimetype" in names and archive.open("mimetype").read(len(ODS)) == ODS
    if not ods and not WORKBOOKS & names:
        raise RefusedError("no_workbook")


def check_prolog(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part that declares a document type: no spreadsheet does, every entity attack must."""
    if part.filename.endswith((".xml", ".rels")):
        with archive.open(part) as content:
            head = content.read(4096).replace(b"\0", b"")
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise RefusedError("declares")


def check_compound() -> int:
    """Refuse a compound file (the container of XLS) that holds no workbook, or a locked one."""
    with open(UPLOAD, "rb") as file:  # noqa: PTH123 - the program imports no more than it needs
        content = file.read(64 * 1024 * 1024)
    if named(content, "EncryptedPackage"):
        raise RefusedError("encrypted")
    if not named(content, "Workbook", "Book"):
        document = named(content, "WordDocument", "PowerPoint Document")
        raise RefusedError("no_workbook" if document else "damaged")
    return os.fstat(0).st_size


def named(content: bytes, *names: str) -> bool:
    """Whether a compound file has a part of one of these names."""
    return any(name.encode("utf-16-le") in content for name in names)


def tell(book: Any, most_rows: int) -> None:
    """Name the sheets, show the head of each, then give them whole."""
    sheets = book.sheets_metadata
    seen = [
        at
        for at, sheet in enumerate(sheets)
        if sheet.visible == calamine.SheetVisibleEnum.Visible
        and sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    say({"sheets": [[sheet.name, at not in seen] for at, sheet in enumerate(sheets)]})
    opened = {}
    for at in seen:
        sheet = opened[at] = load(book, at)
        say({"peek": at})
        for number, cells in rows(sheet):
            if number > PEEK:
                break
            say([number, cells])
        if len(seen) > 1:
            del opened[at]
    for at in seen:
        say({"rows": at})
        sheet = opened.pop(at, None) or load(book, at)
        for count, (number, cells) in enumerate(rows(sheet)):
            if count > most_rows:
                raise RefusedError("too_heavy")
            say([number, cells])
    say({"end": True})


def load(book: Any, at: int) -> Any:
    """Open a sheet whose extent is no absurdity."""
    sheet = book.get_sheet_by_index(at)
    bottom, right = sheet.end or (0, 0)
    if (bottom + 1) * (right + 1) > MAX_CELLS:
        raise RefusedError("too_heavy")
    return sheet


def rows(sheet: Any) -> Iterator[Row]:
    """Rows that hold anything, numbered from 1; what was merged downwards stands in each row."""
    if sheet.start is None:
        return
    left = sheet.start[1]
    merged = downwards(sheet)
    carried: dict[int, tuple[int, str]] = {}
    # Empty rows above are given, empty columns at the left are not.
    for number, told in enumerate(sheet.iter_rows(), start=1):
        cells = [""] * left + [text(value) for value in told]
        for column, last in merged.get(number, ()):
            carried[column] = (last, cells[column] if column < len(cells) else "")
        blank = not any(cells)
        for column, (last, value) in list(carried.items()):
            if number > last:
                del carried[column]
            elif not blank and column < len(cells):
                cells[column] = cells[column] or value
        if not blank:
            yield number, cells


def downwards(sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """Cells merged down one column, by the row where they begin: column and last row."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right and bottom > top:
            found.setdefault(top + 1, []).append((left, bottom + 1))
    return found


def text(value: Any) -> str:
    """A cell as text, behind the letter that tells a numeric cell."""
    if isinstance(value, str):
        return f"t{value}" if value else ""
    if isinstance(value, bool):
        return "tTRUE" if value else "tFALSE"
    if isinstance(value, int | float):
        return f"n{number_text(value)}"
    if isinstance(value, dt.datetime):
        whole = value.time() == dt.time()
        return f"t{value.date().isoformat() if whole else value.isoformat(sep=' ')}"
    return f"t{value}"


def number_text(value: float) -> str:
    """A number as it was typed, as far as a numeric cell keeps it."""
    if value == value // 1 and abs(value) < EXACT:
        return str(int(value))
    return format(value, ".15g").upper()


def say(line: Any) -> None:
    """Write one line of the answer."""
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


if __name__ == "__main__":
    try:
        main()
    except BaseException:  # noqa: BLE001 - a traceback would quote the upload
        os._exit(3)  # nothing more said: read as too heavy
