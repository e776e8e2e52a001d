"""Names of certificates, courses and institutions, held against each other."""

import unicodedata

# C is not C++, nor C#.
_TELLING = "+#"


def same(name: str) -> str:
    """Width, case, spaces and punctuation gone: for comparing only."""
    narrow = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in narrow if sign.isalnum() or sign in _TELLING)
