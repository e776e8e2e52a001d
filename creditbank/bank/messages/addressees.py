"""Whom a message goes to."""

from dataclasses import dataclass
from uuid import UUID

DEFAULT_LANGUAGE = "zh-hans"


@dataclass(frozen=True, slots=True)
class Addressee:
    """A reader of the message centre, an e-mail address, or both; never neither."""

    reader_id: UUID | None
    address: str | None
    language: str = DEFAULT_LANGUAGE

    def __repr__(self) -> str:
        """Without the address: tracebacks and logs print this."""
        return f"<Addressee {self.reader_id or 'address only'}>"
