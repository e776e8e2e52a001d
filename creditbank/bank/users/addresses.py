"""E-mail addresses: one spelling for each, and the fingerprint that finds it."""

import unicodedata
from contextlib import suppress

from creditbank.bank.keys import fingerprint, fingerprint_next

_PURPOSE = "email"


def canonical(address: str) -> str:
    """The one spelling: narrow, without spaces, lower case, the domain as the wire has it."""
    text = "".join(unicodedata.normalize("NFKC", address).split()).casefold()
    local, at, domain = text.rpartition("@")
    with suppress(UnicodeError):  # no domain at all: it finds nobody
        domain = domain.encode("idna").decode()
    return local + at + domain


def key(address: str) -> bytes:
    """The fingerprint by which an address is looked up."""
    return fingerprint(_PURPOSE, canonical(address))


def key_next(address: str) -> bytes | None:
    """The same under the key that is being rotated in."""
    return fingerprint_next(_PURPOSE, canonical(address))
