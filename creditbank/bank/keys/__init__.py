"""Keys: sealing personal values, fingerprints to find them by, a key of one's own per person.

Three sets of versioned keys live outside the database (`FIELD_KEYS`, `FINGERPRINT_KEYS`,
`SIGNING_KEYS`). A value is sealed with AES-256-GCM; table, column and row id are bound in as
associated data, so a ciphertext moved to another row does not open. A person's values are sealed
with that person's own key, which is stored wrapped by `FIELD_KEYS`: destroying that one row makes
everything of the person unreadable, in the history and in backups too.
"""

from creditbank.bank.keys.fields import SealedField
from creditbank.bank.keys.fingerprints import (
    Fingerprinter,
    digest,
    fingerprint,
    fingerprint_next,
)
from creditbank.bank.keys.sealing import Sealer, Unreadable, seal, unseal

__all__ = [
    "Fingerprinter",
    "SealedField",
    "Sealer",
    "Unreadable",
    "digest",
    "fingerprint",
    "fingerprint_next",
    "seal",
    "unseal",
]
