"""The uploaded file of a run, open for reading."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.utils.translation import gettext_lazy as _

from creditbank.bank.files import wholes
from creditbank.bank.imports.models import Run
from creditbank.bank.refusals import Refused
from creditbank.bank.sheets import sources
from creditbank.bank.sheets.pages import Source


@contextmanager
def opened(run: Run) -> Iterator[tuple[Source, IO[bytes] | None]]:
    """The file as a source; beside it a text itself, which tells how far it was read.

    Raises `Refused` for what can't be read, and for a file that was thrown away.
    """
    if run.file is None or run.file.is_erased:
        raise Refused("file_gone", _("上传的文件已经删除，请重新上传。"))
    name = run.file_name or ""
    with wholes.opened(run.file) as sealed:
        if not sources.is_workbook(sealed):
            with sources.opened(name, sealed) as source:
                yield source, sealed
            return
    with wholes.in_memory(run.file) as whole, sources.opened(name, whole) as source:
        yield source, None
