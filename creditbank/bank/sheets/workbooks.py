"""Workbooks: asks the program behind the fence for their rows and believes nothing it says."""

import json
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from creditbank.bank.fence.programs import ENVIRONMENT, Limits, command
from creditbank.bank.refusals import Refused
from creditbank.bank.sheets.pages import HEAD, Numeric, Page, Record, Source

PROGRAM = Path(__file__).with_name("unpacking.py")
LIMITS = Limits(memory=1024 * 1024 * 1024, seconds=40, output=0)
# The program is silent while it loads a sheet; then it answers as fast as it is heard.
SILENCE = 60
CHUNK = 1 << 16
LONGEST = 4 * 1024 * 1024
MOST_SHEETS = 1_000
MOST_COLUMNS = 20_000

SENTENCES = {
    "too_heavy": _(
        "这个工作簿太大或太复杂，无法读取。请只保留名册这一张工作表，或另存为“CSV UTF-8”后再上传。"
    ),
    "damaged": _("这个工作簿不完整或已损坏。请用表格软件打开，另存为 .xlsx 后再上传。"),
    "encrypted": _("这个工作簿设有密码。请去掉密码，另存为 .xlsx 后再上传。"),
    "declares": _("这个工作簿含有不该有的声明（DOCTYPE），不予读取。请用表格软件另存为 .xlsx。"),
    "no_workbook": _("这不是电子表格。请上传 .xlsx、.xls、.ods 或 .csv 文件。"),
}


@contextmanager
def opened(name: str, file: IO[bytes]) -> Iterator[Source]:
    """A workbook as a source, for as long as the block runs; the program ends with it."""
    program = subprocess.Popen(
        command(PROGRAM, LIMITS),
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=ENVIRONMENT,
        cwd="/",
    )
    try:
        yield _source(name, _Answer(program))
    finally:
        program.kill()
        program.communicate()


class _Answer:
    """What the program says, part by part; anything else than agreed is a refusal."""

    def __init__(self, program: "subprocess.Popen[bytes]") -> None:
        self._lines = _lines(program.stdout)
        self._next: dict[str, Any] = {}

    def part(self, name: str) -> Any:
        """Go to the next part, over what is left of this one; its name must be this."""
        for _row in self.rows():
            pass
        said, self._next = self._next, {}
        if name not in said:
            raise refusal("damaged")
        return said[name]

    def rows(self) -> Iterator[Record]:
        """The rows of the part at hand."""
        while not self._next:
            said = self._said()
            if isinstance(said, dict):
                self._next = said
            else:
                yield _record(said)

    def _said(self) -> Any:
        try:
            said = json.loads(next(self._lines, b""))
        except (ValueError, RecursionError):
            raise refusal("too_heavy") from None
        if isinstance(said, dict) and "refused" in said:
            raise refusal(str(said["refused"]))
        return said


def refusal(code: str) -> Refused:
    """The refusal that belongs to a code of the program."""
    known = code if code in SENTENCES else "too_heavy"
    return Refused(known, SENTENCES[known])


def _source(name: str, answer: _Answer) -> Source:
    names = _names(answer.part("sheets"))
    seen = [at for at, (_name, hidden) in enumerate(names) if not hidden]
    pages = []
    for at in seen:
        if answer.part("peek") != at:
            raise refusal("damaged")
        head = list(takewhile(lambda record: record.number <= HEAD, answer.rows()))
        pages.append(Page(names[at][0], head, lambda at=at: _all(answer, at)))  # type: ignore[misc]
    hidden = [told for told, is_hidden in names if is_hidden]
    return Source(name, pages, hidden, is_workbook=True)


def _all(answer: _Answer, at: int) -> Iterator[Record]:
    """Every record of one sheet; the sheets before it are passed over."""
    while answer.part("rows") != at:
        pass
    yield from answer.rows()


def _names(said: Any) -> list[tuple[str, bool]]:
    if not isinstance(said, list) or not 0 < len(said) <= MOST_SHEETS:
        raise refusal("damaged")
    return [(str(name)[:100], bool(hidden)) for name, hidden in said]


def _record(said: Any) -> Record:
    try:
        number, cells = said
        "".join(cells).encode()
        known = isinstance(number, int) and number > 0 and len(cells) <= MOST_COLUMNS
    except (TypeError, ValueError):
        known = False
    if not known:
        raise refusal("damaged")
    return Record(number, [Numeric(cell[1:]) if cell[:1] == "n" else cell[1:] for cell in cells])


def _lines(output: IO[bytes] | None) -> Iterator[bytes]:
    """Lines of what is said; one too long, or a silence too long, ends them."""
    rest = b""
    while output and select.select([output], [], [], SILENCE)[0]:
        chunk = output.read(CHUNK)
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
        if not chunk or len(rest) > LONGEST:
            return
