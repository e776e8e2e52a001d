"""Carrying out what stands on a slip."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from creditbank.bank import clock
from creditbank.bank.accounts import activations
from creditbank.bank.accounts.models import Slip
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import VISITOR, Actor, verb

OVERDUE = dt.timedelta(minutes=1)
BATCH = 500


@verb
def carry_out(slip_id: UUID, *, by: Actor = VISITOR) -> None:
    """Activate, and let the slip go, all or nothing; of a slip that is gone, nothing."""
    slip = Slip.objects.select_for_update(of=("self",)).filter(pk=slip_id).first()
    if slip is None:
        return
    scans = StoredFile.objects.filter(pk__in=slip.scans).order_by("pk")
    activations.activate(
        slip.enrolment,
        agreement=slip.agreement,
        email=slip.address or "",
        scans=list(scans.select_related("person_key")),
        by=by,
    )
    slip.delete()


def overdue() -> Iterator[UUID]:
    """Slips whose job got lost or failed."""
    late = Slip.objects.filter(handed_in_at__lte=clock.now() - OVERDUE).order_by("handed_in_at")
    yield from late.values_list("pk", flat=True)[:BATCH]
