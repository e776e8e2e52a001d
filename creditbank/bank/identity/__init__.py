"""Document numbers: which exist, what they tell, how they are shown and found again.

Words: a *number* is what stands on a document; *reading* it makes it canonical and checks it;
a *warning* is something a reviewer should know, not a reason to refuse. Nothing is stored here:
accounts and enrolments keep the number sealed and look it up by the fingerprint of
`canonical_for_fingerprint`. Neighbour below: `regions`.
"""

from creditbank.bank.identity.countries import Country, country
from creditbank.bank.identity.documents import (
    Document,
    canonical_for_fingerprint,
    last_six,
)
from creditbank.bank.identity.kinds import WARNINGS, Kind, Sex, kind_called
from creditbank.bank.identity.making import generate, upgraded
from creditbank.bank.identity.masks import mask, mask_sign_in
from creditbank.bank.identity.reading import read
from creditbank.bank.identity.spelling import canonical

__all__ = [
    "WARNINGS",
    "Country",
    "Document",
    "Kind",
    "Sex",
    "canonical",
    "canonical_for_fingerprint",
    "country",
    "generate",
    "kind_called",
    "last_six",
    "mask",
    "mask_sign_in",
    "read",
    "upgraded",
]
