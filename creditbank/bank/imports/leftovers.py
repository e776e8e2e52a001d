"""Rejected rows in the shape of the file that they came in, with one more column that says why."""

from typing import IO

from creditbank.bank.imports.kinds import Kind
from creditbank.bank.imports.models import Run


def write(run: Run, kind: Kind, to: IO[bytes]) -> str:
    """Write them to an open file and answer what the file should be called.

    XLSX for a workbook of any format, else CSV in UTF-8 with a mark. Cells are text. Read from the
    uploaded file once more: rows above the heading and the heading itself stand as they stood.
    """
    raise NotImplementedError
