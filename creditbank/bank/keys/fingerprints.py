"""Keyed blind indexes: find a value without storing it.

There are only so many document numbers that a plain hash hides nothing; the key *is* the secret.
"""

import hashlib
import hmac

from django.conf import settings


def fingerprint(purpose: str, value: str) -> bytes:
    """32 bytes of HMAC-SHA256 under the current key; one purpose never meets another."""
    return digest(purpose, value.encode())


def fingerprint_next(purpose: str, value: str) -> bytes | None:
    """The same under the key that is being rotated in, or None where there is no rotation.

    While a rotation runs `FINGERPRINT_KEYS` lists both; look-ups go by the older one until the
    swap drops it from the setting.
    """
    coming = _coming()
    return _mac(coming[0], purpose, value.encode()) if coming else None


def digest(purpose: str, value: bytes) -> bytes:
    """The same over bytes: equal files, unchanged rows of a roster."""
    return _mac(_current()[1], purpose, value)


class Fingerprinter:
    """Takes many fingerprints; the keys are looked up once."""

    def __init__(self) -> None:
        """Take the keys of the moment."""
        self._current = _current()[1]
        self._coming = next(iter(_coming()), None)

    def digest(self, purpose: str, value: str) -> bytes:
        """As `fingerprint` and `digest` do."""
        return _mac(self._current, purpose, value.encode())

    def digest_next(self, purpose: str, value: str) -> bytes | None:
        """As `fingerprint_next` does."""
        return _mac(self._coming, purpose, value.encode()) if self._coming else None


def _coming() -> list[bytes]:
    return [key for version, key in settings.FINGERPRINT_KEYS if version > _current()[0]]


def _current() -> tuple[int, bytes]:
    # The oldest key listed stays in force until the rotation's swap drops it from the setting.
    version, key = min(settings.FINGERPRINT_KEYS)
    return version, key


def _mac(key: bytes, purpose: str, value: bytes) -> bytes:
    return hmac.digest(key, purpose.encode() + b"\0" + value, hashlib.sha256)
