"""Who somebody is, so that nobody reviews themselves or an appeal against their own decision."""

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
    def barred(self) -> Q:
        """Picks the cases that this human may not decide: their own, and appeals against them."""
        own = Q(person_id__in=self.users) | Q(fingerprint__in=self.fingerprints)
        return own | Q(excluded__overlap=list(self.users))

    def submitted(self, case: Case) -> bool:
        """Whether this human submitted the case."""
        known = case.fingerprint is not None and bytes(case.fingerprint) in self.fingerprints
        return known or case.person_id in self.users

    def decided_before(self, case: Case) -> bool:
        """Whether this human made the decision that the case is an appeal against."""
        return not self.users.isdisjoint(case.excluded)

    def may_decide(self, case: Case) -> bool:
        """Whether neither stands in the way."""
        return not self.submitted(case) and not self.decided_before(case)
