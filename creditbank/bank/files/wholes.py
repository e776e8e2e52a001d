"""Files that are kept whole, as they came, to be read by programs: rosters. Never shown to anybody.

They may be large, so they are sealed in pieces and read piece by piece: neither the whole file nor
anything unsealed of it lies in memory or on a disk.
"""

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Protocol

from django.utils.translation import gettext_lazy as _

from creditbank.bank import ids, keys
from creditbank.bank.files import sealing
from creditbank.bank.files.models import Kind, StoredFile
from creditbank.bank.files.storage import storage
from creditbank.bank.files.uploads import clean_name, random_path
from creditbank.bank.history import Actor, verb
from creditbank.bank.refusals import Refused

PIECE = 8 * 1024 * 1024
MOST_PIECES = 99
# No program may be handed more than this at once: it would have to lie in memory.
MOST_AT_ONCE = 300 * 1024 * 1024


class Source(Protocol):
    """What a browser sent, or a file that is open."""

    @property
    def name(self) -> str | None:
        """What the sender calls it."""
        ...

    def read(self, num_bytes: int | None = None, /) -> bytes:
        """Give at most so many of the remaining bytes."""
        ...


@verb
def keep(upload: Source, *, purpose: str, by: Actor) -> StoredFile:
    """Keep an upload as it comes, sealed in pieces; refuses an empty or endless one."""
    file_id, file_key, path = ids.uuid7(), sealing.new_key(), random_path()
    told, size, pieces = hashlib.sha256(), 0, 0
    for piece in _pieces(upload):
        pieces += 1
        if pieces > MOST_PIECES:
            raise Refused("too_many_bytes", _("文件太大：不超过 790 MB。请分成几个文件上传。"))
        told.update(piece)
        size += len(piece)
        sealed = sealing.seal_part(piece, file_key, file_id, str(pieces))
        storage().save(f"{path}.{pieces}", sealed)
    if not pieces:
        raise Refused("empty", _("文件是空的。请选择填好的名册。"))
    return StoredFile.objects.create(
        id=file_id,
        purpose=purpose,
        path=path,
        kind=Kind.WHOLE,
        pages=pieces,
        width=0,
        height=0,
        size=size,
        digest=keys.fingerprint("file", told.hexdigest()),
        sealed_key=sealing.seal_key(file_key, None, file_id),
        sealed_name=sealing.seal_name(clean_name(upload.name), file_key, file_id),
    )


@contextmanager
def opened(file: StoredFile) -> Iterator[IO[bytes]]:
    """A kept file, open for reading; one piece of it at a time is in memory."""
    with io.BufferedReader(_Unsealing(file), 1 << 16) as readable:
        yield readable


@contextmanager
def in_memory(file: StoredFile) -> Iterator[IO[bytes]]:
    """A kept file as one with a descriptor, for a program behind the fence."""
    if file.size > MOST_AT_ONCE:
        raise Refused("too_heavy", _("这个工作簿太大，无法读取。请另存为“CSV UTF-8”后再上传。"))
    with opened(file) as sealed, os.fdopen(os.memfd_create("whole"), "w+b") as whole:
        for piece in iter(lambda: sealed.read(1 << 20), b""):
            whole.write(piece)
        whole.flush()
        whole.seek(0)
        yield whole


def _pieces(upload: Source) -> Iterator[bytes]:
    """Pieces of equal length, however much the upload gives at once."""
    while piece := upload.read(PIECE):
        while len(piece) < PIECE and (more := upload.read(PIECE - len(piece))):
            piece += more
        yield piece


class _Unsealing(io.RawIOBase):
    """Reads a sealed file from any place on."""

    def __init__(self, file: StoredFile) -> None:
        """Open nothing yet."""
        self.file, self.key = file, file.key
        self.place, self.held, self.piece = 0, 0, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.file.size}[whence]
        self.place = base + offset
        return self.place

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        number, within = divmod(self.place, PIECE)
        if self.place >= self.file.size:
            return 0
        told = self._piece(number + 1)[within : within + len(buffer)]
        buffer[: len(told)] = told
        self.place += len(told)
        return len(told)

    def _piece(self, number: int) -> bytes:
        if self.held != number:
            sealed = storage().read(f"{self.file.path}.{number}")
            self.piece = sealing.open_part(sealed, self.key, self.file.id, str(number))
            self.held = number
        return self.piece
