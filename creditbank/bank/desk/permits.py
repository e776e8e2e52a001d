"""Who may bring in which kind of roster: by permission, and results only for an issuing institution."""

from django.db.models import Q, QuerySet

from creditbank.bank.access.permissions import Permission, may
from creditbank.bank.deliveries import rosters as deliveries
from creditbank.bank.imports import runs
from creditbank.bank.imports.models import Run
from creditbank.bank.organisations.models import Appointment, Capacity

PERMITS: dict[str, Permission] = {
    "register": Permission.ROSTERS_IMPORT,
    "class": Permission.CLASSES_OPEN,
    **dict.fromkeys(deliveries.KINDS, Permission.RESULTS_DELIVER),
}

# With any of these somebody brings something in.
ANY = tuple(dict.fromkeys(PERMITS.values()))


def kinds(seat: Appointment) -> list[str]:
    """The kinds that somebody may bring in under this appointment."""
    return [kind for kind in PERMITS if may_bring(seat, kind)]


def shown(seat: Appointment) -> list[str]:
    """The kinds whose runs somebody may see: what they may bring in; who reads everything, all."""
    return [*PERMITS] if may(seat.role, Permission.READ_ALL) else kinds(seat)


def runs_of(seat: Appointment) -> QuerySet[Run]:
    """The runs that somebody may see, the latest first; while its kind is found out, one's own."""
    ones_own = Q(kind="", by_id=str(seat.user_id))
    return runs.of(seat.organisation).filter(Q(kind__in=shown(seat)) | ones_own)


def may_bring(seat: Appointment, kind: str) -> bool:
    """Whether this kind is one of theirs; unknown kinds are nobody's."""
    if kind not in PERMITS or not may(seat.role, PERMITS[kind]):
        return False
    delivers = PERMITS[kind] == Permission.RESULTS_DELIVER
    return not delivers or Capacity.ISSUER in seat.organisation.capacities
