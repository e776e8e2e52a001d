"""Certificate numbers: one writing for comparing, one key for 'stored once in the whole bank'."""

import unicodedata

from creditbank.bank.keys import fingerprint


def canonical(number: str) -> str:
    """Full-width characters narrowed, spaces and dashes gone, capitals: for comparing only."""
    narrow = unicodedata.normalize("NFKC", number).upper()
    return "".join(character for character in narrow if character.isalnum())


def key(kind_of_certificate: str, issuer: str, number: str) -> bytes | None:
    """The fingerprint of type, issuer and number; None where there is no number.

    `kind_of_certificate` is the catalogue code, or kind and title of what is not listed.
    """
    told = canonical(number)
    if not told:
        return None
    return fingerprint("certificate", "|".join((kind_of_certificate, canonical(issuer), told)))
