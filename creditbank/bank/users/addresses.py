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


def mask(address: str) -> str:
    """`z***@example.com`: the first letter and the provider, which is what one recognises."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1] if len(local) > 1 else ''}***@{domain}"


def key(address: str) -> bytes:
    """The fingerprint by which an address is looked up."""
    return fingerprint(_PURPOSE, canonical(address))


def key_next(address: str) -> bytes | None:
    """The same under the key that is being rotated in."""
    return fingerprint_next(_PURPOSE, canonical(address))
