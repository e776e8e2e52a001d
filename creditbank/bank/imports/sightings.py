"""Where something stood first in a file of any length, without keeping the file in memory.

Only keyed digests are kept, in a table on the disk that goes with the process; the key is never
written down.
"""

import secrets
import sqlite3
from hashlib import blake2b
from types import TracebackType
from typing import Self

# Of the table in memory, in KiB; the rest of it waits on the disk.
CACHE = 16 * 1024


class Sightings:
    """Things that were seen, each with its line and what was said of it."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._key = secrets.token_bytes(32)
        # An empty name is a database of this connection's own, deleted when it closes.
        self._table = sqlite3.connect("", isolation_level=None)
        self._table.execute(f"PRAGMA cache_size = -{CACHE}")
        self._table.execute("PRAGMA journal_mode = OFF")
        # Never committed: what does not fit into the cache is written once, and nothing twice.
        self._table.execute("BEGIN")
        self._table.execute("CREATE TABLE seen (k BLOB PRIMARY KEY, n INT, w BLOB) WITHOUT ROWID")

    def earlier(self, line: int, thing: str, said: str) -> tuple[int, bool] | None:
        """Where a thing stood before and whether the same was said of it; None the first time."""
        key, words = self._digest(thing), self._digest(said)
        add = "INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        if self._table.execute(add, (key, line, words)).rowcount:
            return None
        first, before = self._table.execute("SELECT n, w FROM seen WHERE k = ?", (key,)).fetchone()
        return first, before == words

    def _digest(self, text: str) -> bytes:
        return blake2b(text.encode("utf-8", "replace"), key=self._key, digest_size=16).digest()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._table.close()
