"""Text out of bytes: which encoding a file has, and its lines, one at a time.

A file that mixes UTF-8 and GB18030 (two exports pasted together) is read in the encoding that most
of its lines have; the others are read in their own and marked.
"""

import codecs
import io
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext_lazy as _

from creditbank.bank.refusals import Refused

# In characters. No roster has such a line; a file without line ends would be one.
LONGEST = 1 << 20
SAMPLE = 1 << 14
BLOCK = 1 << 20
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

Line = tuple[str, str]


def encoding_of(file: IO[bytes]) -> str:
    """The encoding that the whole file has, or most of it: utf-8, gb18030, utf-16-le or -be."""
    head = _from_start(file).read(SAMPLE)
    if not head:
        raise Refused("empty", _("文件是空的。请选择填好的名册。"))
    if head[:2] in _WIDE:
        return _WIDE[head[:2]]
    if b"\0" in head:
        return _wide_by_zeros(head)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if _is_all_utf8(file):
        return "utf-8"
    modern, other = 0, 0
    for raw in _raw_lines(file):
        if not raw.isascii():
            is_modern = _is_utf8(raw)
            modern, other = modern + (is_modern is True), other + (is_modern is None)
    return "utf-8" if modern > other or not other else "gb18030"


def lines(file: IO[bytes], encoding: str) -> Iterator[Line]:
    """Lines without their ends, each with a flaw: `encoding` (another one), `garbled`, or none."""
    if encoding.startswith("utf-16"):
        for text in _split(file, encoding):
            yield text.removeprefix("\ufeff"), "garbled" if "\ufffd" in text else ""
        return
    begun = False
    for raw in _raw_lines(file):
        text, flaw = _decoded(raw, encoding)
        yield text if begun else text.removeprefix("\ufeff"), flaw
        begun = True


def _wide_by_zeros(head: bytes) -> str:
    """UTF-16 without a mark has a zero in every second byte of its digits and commas."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 20 or min(even, odd) > len(head) // 200:
        raise Refused("no_text", _("这不是电子表格。请上传 .xlsx、.xls、.ods 或 .csv 文件。"))
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_all_utf8(file: IO[bytes]) -> bool:
    """Most files are, from the first byte to the last: a quick look."""
    decoder, whole = codecs.getincrementaldecoder("utf-8")(), _from_start(file)
    try:
        for block in iter(lambda: whole.read(BLOCK), b""):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(raw: bytes) -> bool | None:
    """True where a line is UTF-8 beyond doubt, None where it is none.

    Two bytes of a Chinese character in GB18030 may look like a Greek letter in UTF-8; three bytes of
    a Chinese character in UTF-8 hardly ever come about by chance.
    """
    try:
        return max(raw.decode()) >= "\u0800"
    except UnicodeDecodeError:
        return None


def _decoded(raw: bytes, encoding: str) -> Line:
    if raw.isascii():
        return raw.decode("ascii"), ""
    foreign = encoding == "gb18030" and _is_utf8(raw)
    for tried in ("utf-8", "gb18030") if encoding == "utf-8" or foreign else ("gb18030",):
        try:
            return raw.decode(tried), "" if tried == encoding else "encoding"
        except UnicodeDecodeError:
            continue
    return raw.decode(encoding, "replace"), "garbled"


def _raw_lines(file: IO[bytes]) -> Iterator[bytes]:
    """Lines as bytes, whatever ends them: no encoding here uses those bytes within a character."""
    return (line.encode("latin-1") for line in _split(file, "latin-1"))


def _split(file: IO[bytes], encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(_from_start(file), encoding, errors="replace", newline=None)
    try:
        while line := text.readline(LONGEST):
            if len(line) == LONGEST:
                raise Refused("line_too_long", _("有一行太长，文件不像是名册。请另存为 .xlsx。"))
            yield line.removesuffix("\n")
    finally:
        text.detach()


def _from_start(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file
