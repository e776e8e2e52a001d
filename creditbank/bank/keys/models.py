"""The wrapped keys of persons. Not a part of the history: here a deletion must be one."""

import secrets
from functools import lru_cache
from typing import ClassVar
from uuid import UUID

from django.db import models

from creditbank.bank import clock, ids
from creditbank.bank.keys.sealing import seal, unseal


class PersonKey(models.Model):
    """One person's own 32-byte key, wrapped by `FIELD_KEYS`; its destruction is an erasure."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["PersonKey"]] = models.Manager()

    @classmethod
    def new(cls) -> "PersonKey":
        """A fresh key, not yet saved (bulk imports save many at once)."""
        row = cls(id=ids.uuid7())
        row.wrapped = seal(secrets.token_bytes(32), _context(row.id))
        return row

    @property
    def is_destroyed(self) -> bool:
        """Whether the person was erased: nothing sealed with it opens ever again."""
        return not self.wrapped

    @property
    def key(self) -> bytes:
        """The key itself; raises `Unreadable` when the field key is gone."""
        return _unwrapped(bytes(self.wrapped), self.id)


@lru_cache(maxsize=4096)
def _unwrapped(wrapped: bytes, person_key_id: UUID) -> bytes:
    return unseal(wrapped, _context(person_key_id))


def _context(person_key_id: UUID) -> str:
    return f"bank_personkey|wrapped|{person_key_id}"
