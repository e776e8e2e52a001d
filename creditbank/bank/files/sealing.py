"""Sealing of files: one random key per file, itself sealed with the person's or the field keys.

A rendition is at most 10 MiB or so and is needed whole, so it is sealed in one piece.
"""

import secrets
from uuid import UUID

from creditbank.bank import keys
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.keys.sealing import seal_with, unseal_with

_OURS = "bank_storedfile"


def new_key() -> bytes:
    """A fresh key for one file."""
    return secrets.token_bytes(32)


def seal_key(file_key: bytes, person_key: PersonKey | None, file_id: UUID) -> bytes:
    """Wrap a file's key."""
    context = f"{_OURS}|sealed_key|{file_id}"
    if person_key is None:
        return keys.seal(file_key, context)
    return seal_with(person_key.key, file_key, context)


def open_key(sealed: bytes, person_key: PersonKey | None, file_id: UUID) -> bytes:
    """Unwrap a file's key; raises `keys.Unreadable`."""
    context = f"{_OURS}|sealed_key|{file_id}"
    if person_key is None:
        return keys.unseal(sealed, context)
    return unseal_with(person_key.key, sealed, context)


def seal_name(name: str, file_key: bytes, file_id: UUID) -> bytes:
    """Seal the name a person gave."""
    return seal_with(file_key, name.encode(), f"{_OURS}|sealed_name|{file_id}")


def open_name(sealed: bytes, file_key: bytes, file_id: UUID) -> str:
    """Open the name a person gave."""
    return unseal_with(file_key, sealed, f"{_OURS}|sealed_name|{file_id}").decode()


def seal_part(content: bytes, file_key: bytes, file_id: UUID, part: str) -> bytes:
    """Seal one rendition; it opens as this part of this file only."""
    return seal_with(file_key, content, f"{_OURS}|{part}|{file_id}")


def open_part(sealed: bytes, file_key: bytes, file_id: UUID, part: str) -> bytes:
    """Open one rendition; raises `keys.Unreadable`."""
    return unseal_with(file_key, sealed, f"{_OURS}|{part}|{file_id}")
