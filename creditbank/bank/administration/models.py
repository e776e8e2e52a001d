"""The table of tree sheets that wait to be confirmed."""

from typing import ClassVar

from django.db import models

from creditbank.bank import clock, ids
from creditbank.bank.organisations.models import Organisation


class TreeSheet(models.Model):
    """What somebody uploaded to change the tree: rows as read, not yet compared with anything.

    `rows` is a list of `rows.Row` as JSON. It is gone once it is confirmed, or after a day.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by_id = models.UUIDField()
    file_name = models.CharField(max_length=200)
    rows = models.JSONField()
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["TreeSheet"]] = models.Manager()

    def __str__(self) -> str:
        """The name of the file."""
        return self.file_name
