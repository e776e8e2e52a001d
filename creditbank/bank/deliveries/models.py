"""Tables of deliveries: results that wait or have become outcomes, and the rows that are staged."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from creditbank.bank import clock, ids
from creditbank.bank.imports.models import Run, StagedPerson
from creditbank.bank.keys import SealedField
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.outcomes.models import Outcome


class DeliveredResult(models.Model):
    """One result of one person as an institution delivered it: waiting while `outcome` is None.

    Known by `key`: institution, sheet, person and what was attained; so a second delivery finds it.
    `unclaimed` is what was delivered (`rows.Result`), sealed; it is gone as soon as there is an outcome, and
    never enters the history. `row_digest` is keyed: it tells whether a later delivery brings
    anything new, and that what waits was not changed. `is_issuers`: the institution issued it;
    `to_check`: something about the row was to be looked at.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    key = models.BinaryField(unique=True)
    row_digest = models.BinaryField()
    fingerprint = models.BinaryField()
    fingerprint_next = models.BinaryField(null=True)
    is_issuers = models.BooleanField()
    to_check = models.BooleanField()
    unclaimed = SealedField()
    outcome = models.OneToOneField(
        Outcome, on_delete=models.PROTECT, null=True, related_name="delivered"
    )
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["DeliveredResult"]] = models.Manager()

    class Meta:
        indexes = (
            models.Index(
                fields=["fingerprint"],
                name="delivered_waiting",
                condition=models.Q(outcome__isnull=True),
            ),
        )

    def __str__(self) -> str:
        """Its id: whatever else it says is somebody's."""
        return str(self.pk)


class StagedResult(StagedPerson):
    """A row of a delivery as it would become a delivered result.

    `result_id` is that of the result that is held already, else the one that it will have. `worth`
    is what the mark is worth beside another of the same course; `called` is a short keyed digest
    of the name.
    """

    result_id = models.UUIDField(null=True)
    held_digest = models.BinaryField(null=True)
    key = models.BinaryField(null=True)
    row_digest = models.BinaryField(null=True)
    fingerprint = models.BinaryField(null=True)
    fingerprint_next = models.BinaryField(null=True)
    called = models.BigIntegerField(null=True)
    worth = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    is_issuers = models.BooleanField(default=False)
    to_check = models.BooleanField(default=False)
    unclaimed = models.BinaryField(null=True)

    objects: ClassVar[models.Manager["StagedResult"]] = models.Manager()

    class Meta:
        indexes = (
            models.Index(fields=["staging", "status", "line"], name="staged_result_status"),
            models.Index(fields=["staging", "change", "line"], name="staged_result_change"),
        )


def result_context(result_id: UUID | str) -> str:
    """What the sealed values of a result are bound to, as its field binds them."""
    return f"bank_deliveredresult|unclaimed|{result_id}"
