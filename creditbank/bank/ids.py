"""Identifiers: internal keys that sort by time, public numbers that tell nothing.

Internal keys are UUIDs of version 7 (RFC 9562) made here, before the insert, so that sealed
values can be bound to their row. Public numbers are random with check characters: never
sequential, so that nobody can count or guess them.
"""

import datetime as dt
import secrets
import uuid
from collections.abc import Iterator
from threading import Lock

from creditbank.bank import clock

# Digits and letters that cannot be taken for one another when read aloud or copied by hand.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_BODY = 10
_PRIME = 1021  # the largest prime below 32²: two check characters catch every single slip and swap


_turn = Lock()
_latest = {"milliseconds": -1, "count": 0}


def uuid7() -> uuid.UUID:
    """A UUID of version 7: 48 bits of milliseconds, 12 that count within one, the rest random.

    What one process makes one after the other sorts so, also within a millisecond (RFC 9562, 6.2,
    method 1; at most 4,096 there): "the newest letter" is the one that was posted last.
    """
    milliseconds = int(clock.now().timestamp() * 1000)
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76 | _count(milliseconds) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=value)


def _count(milliseconds: int) -> int:
    with _turn:
        again = milliseconds == _latest["milliseconds"]
        _latest["milliseconds"] = milliseconds
        _latest["count"] = (_latest["count"] + 1) % 4096 if again else 0
        return _latest["count"]


def made_at(id_: uuid.UUID) -> dt.datetime:
    """When an id of ours was made."""
    return dt.datetime.fromtimestamp((id_.int >> 80) / 1000, dt.UTC)


def uuid7_texts(count: int) -> Iterator[str]:
    """So many of them as text, for rows that are written by the thousand."""
    told = f"{int(clock.now().timestamp() * 1000) & (2**48 - 1):012x}"
    begins = f"{told[:8]}-{told[8:]}-7"
    drawn = secrets.token_bytes(10 * count).hex()
    for at in range(0, len(drawn), 20):
        part = drawn[at : at + 20]
        yield f"{begins}{part[:3]}-{'89ab'[int(part[3], 16) & 3]}{part[4:7]}-{part[7:19]}"


def public_number(prefix: str) -> str:
    """A new public number: prefix, ten random characters (50 bits), two check characters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_BODY))
    return prefix + body + _check(prefix + body)


def is_public_number(text: str, prefix: str) -> bool:
    """Whether the text has the form of a public number and its check characters agree."""
    return (
        len(text) == len(prefix) + _BODY + 2
        and text.startswith(prefix)
        and set(text[len(prefix) :]) <= set(ALPHABET)
        and _check(text[:-2]) == text[-2:]
    )


def _check(text: str) -> str:
    total = 0
    for character in text:
        total = (total * 37 + ord(character)) % _PRIME
    return ALPHABET[total // 32] + ALPHABET[total % 32]
