"""Opening a file by what it is, whatever it is called."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext_lazy as _

from creditbank.bank.refusals import Refused
from creditbank.bank.sheets import encodings, workbooks
from creditbank.bank.sheets.delimited import DELIMITERS, records
from creditbank.bank.sheets.pages import HEAD, Page, Record, Source

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OTHERS = (b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_NAMED_WORKBOOK = {".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods"}


@contextmanager
def opened(name: str, file: IO[bytes]) -> Iterator[Source]:
    """A file as a source, for as long as the block runs; refuses what is no spreadsheet.

    `file` is open for reading; a workbook must have a descriptor, on disk or in memory, and is read
    under any name. Text under the name of a workbook is refused: it may be a web page, half a
    download, or a CSV in the wrong clothes, and whoever sent it should know.
    """
    if is_workbook(file):
        with workbooks.opened(name, file) as source:
            yield source
        return
    file.seek(0)
    head = file.read(512)
    _refuse_no_text(head)
    if PurePath(name).suffix.lower() in _NAMED_WORKBOOK and head:
        sentence = _("文件名是 %(suffix)s，内容却不是工作簿。%(remedy)s")
        told = {"suffix": PurePath(name).suffix, "remedy": _remedy(head)}
        raise Refused("misnamed", sentence % told)
    yield _text(name, file)


def is_workbook(file: IO[bytes]) -> bool:
    """Whether a file begins like a workbook: it needs a descriptor then, a text does not."""
    file.seek(0)
    return file.read(4).startswith(_WORKBOOKS)


def _refuse_no_text(head: bytes) -> None:
    if head.startswith(_OTHERS):
        raise Refused("no_text", _("这不是电子表格。请上传 .xlsx、.xls、.ods 或 .csv 文件。"))
    if _is_markup(head):
        raise Refused("markup", _remedy(head))


def _remedy(head: bytes) -> str:
    if _is_markup(head):
        return str(_("这是网页或 XML 表格。请用表格软件打开，另存为 .xlsx 后再上传。"))
    return str(_("它是文本（CSV）：请把扩展名改为 .csv，或用表格软件打开后另存为 .xlsx。"))


def _is_markup(head: bytes) -> bool:
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return plain.startswith(
        (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style", b"<!--")
    )


def _text(name: str, file: IO[bytes]) -> Source:
    encoding = encodings.encoding_of(file)

    def page(delimiter: str) -> Page:
        def all_records() -> Iterator[Record]:
            return records(encodings.lines(file, encoding), delimiter)

        return Page(delimiter, list(islice(all_records(), HEAD)), all_records)

    return Source(name, [page(delimiter) for delimiter in DELIMITERS])
