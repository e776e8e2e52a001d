"""AES-256-GCM over short values. Format: version (1 byte; 0 = a person's key), nonce (12), text+tag."""

import secrets
from collections.abc import Iterator
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12
PERSON = 0
# So many nonces are drawn together.
_AT_ONCE = 4096


class Unreadable(Exception):  # noqa: N818 - a state of the value
    """A sealed value does not open: its key was destroyed, or it was tampered with."""


@lru_cache(maxsize=32)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal_with(key: bytes, plain: bytes, context: str, *, version: int = PERSON) -> bytes:
    """Seal with a given 32-byte key; `context` must be given again to open."""
    nonce = secrets.token_bytes(_NONCE)
    return bytes([version]) + nonce + _cipher(key).encrypt(nonce, plain, context.encode())


def unseal_with(key: bytes, sealed: bytes, context: str) -> bytes:
    """Open with a given key; raises `Unreadable`."""
    try:
        return _cipher(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], context.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable(context) from error


def seal(plain: bytes, context: str) -> bytes:
    """Seal with the newest of `FIELD_KEYS`."""
    version, key = settings.FIELD_KEYS[0]
    return seal_with(key, plain, context, version=version)


def unseal(sealed: bytes, context: str) -> bytes:
    """Open with the field key whose version the value names; raises `Unreadable`."""
    for version, key in settings.FIELD_KEYS:
        if sealed and sealed[0] == version:
            return unseal_with(key, sealed, context)
    raise Unreadable(context)


class Sealer:
    """Seals many values with the newest of `FIELD_KEYS`; what they have in common is done once."""

    def __init__(self) -> None:
        """Take the key of the moment."""
        version, key = settings.FIELD_KEYS[0]
        self._version, self._encrypt = bytes([version]), _cipher(key).encrypt
        self._nonces: Iterator[bytes] = iter(())

    def seal(self, plain: str, context: str) -> bytes:
        """As `seal` does."""
        nonce = next(self._nonces, b"")
        if not nonce:
            drawn = secrets.token_bytes(_NONCE * _AT_ONCE)
            self._nonces = iter([drawn[at : at + _NONCE] for at in range(0, len(drawn), _NONCE)])
            nonce = next(self._nonces)
        return self._version + nonce + self._encrypt(nonce, plain.encode(), context.encode())
