"""What is on its way in or out: on the disk until it is handed over, readable by nobody else."""

import io
import secrets
import tempfile

from creditbank.bank import ids
from creditbank.bank.files import sealing

_LENGTH = 4


class Spool(io.RawIOBase):
    """Bytes that are written once, then, after `rewind`, read once, from front to back.

    They lie sealed in a file without a name, under a key that this object alone knows: nothing of
    it can be read once the process is gone, however it went.
    """

    def __init__(self) -> None:
        """Begin with nothing written."""
        self._id, self._key = ids.uuid7(), secrets.token_bytes(32)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spool
        self._parts, self._rest, self.size = 0, b"", 0

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Take all of it."""
        plain = bytes(data)
        sealed = sealing.seal_part(plain, self._key, self._id, str(self._parts))
        self._file.write(len(sealed).to_bytes(_LENGTH) + sealed)
        self._parts, self.size = self._parts + 1, self.size + len(plain)
        return len(plain)

    def rewind(self) -> None:
        """From here on it is read."""
        self._file.seek(0)
        self._parts, self._rest = 0, b""

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        while not self._rest and (length := self._file.read(_LENGTH)):
            sealed = self._file.read(int.from_bytes(length))
            self._rest = sealing.open_part(sealed, self._key, self._id, str(self._parts))
            self._parts += 1
        told = self._rest[: len(buffer)]
        buffer[: len(told)] = told
        self._rest = self._rest[len(told) :]
        return len(told)

    def close(self) -> None:
        self._file.close()
        super().close()
