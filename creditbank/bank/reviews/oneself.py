"""Who somebody is, so that nobody reviews themselves: by user and by identity document."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from creditbank.bank.reviews.models import Case


@dataclass(frozen=True, slots=True)
class Oneself:
    """Every user of one human, and the fingerprints of that human's documents."""

    users: frozenset[UUID]
    fingerprints: frozenset[bytes] = frozenset()

    @property
    def cases(self) -> Q:
        """Picks the cases that this human submitted."""
        return Q(person_id__in=self.users) | Q(fingerprint__in=self.fingerprints)

    def submitted(self, case: Case) -> bool:
        """Whether this human submitted the case."""
        known = case.fingerprint is not None and bytes(case.fingerprint) in self.fingerprints
        return known or case.person_id in self.users
