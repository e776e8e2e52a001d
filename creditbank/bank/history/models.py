"""Tables of the history. The application role may only add rows (see `walls.py`)."""

from typing import ClassVar

from django.db import models


class EventSet(models.QuerySet["Event"]):
    """Questions about events."""

    def of(self, row: models.Model) -> "EventSet":
        """Everything that happened to one row, oldest first."""
        return self.filter(subject=row._meta.db_table, subject_id=row.pk).order_by("id")  # noqa: SLF001


class Event(models.Model):
    """One change of one tracked row.

    `before` and `after` hold the columns that changed (all of them after an insert), ciphertext
    where the row has it; `row_digest` is SHA-256 over the whole row as text, so that the present
    rows can be held against it. `xid` orders events by transaction for followers, who read below
    the snapshot's xmin; `epoch` counts restores into a new cluster, where xids begin again.
    """

    id = models.BigAutoField(primary_key=True)
    epoch = models.SmallIntegerField()
    xid = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=120)
    verb = models.CharField(max_length=100)
    reason = models.TextField(blank=True)
    subject = models.CharField(max_length=63)
    subject_id = models.UUIDField()
    operation = models.CharField(max_length=6)
    before = models.JSONField()
    after = models.JSONField()

    objects: ClassVar[models.Manager["Event"]] = models.Manager.from_queryset(EventSet)()

    class Meta:
        indexes = (
            models.Index(fields=["subject_id", "id"], name="event_subject"),
            models.Index(fields=["epoch", "xid"], name="event_xid"),
        )


class Epoch(models.Model):
    """The life of one database cluster; a restore begins a new one."""

    number = models.SmallIntegerField(primary_key=True)
    begun_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Epoch"]] = models.Manager()


class Seal(models.Model):
    """A batch of events, closed: their leaves, the Merkle root, chained to the batch before.

    Covers the events of `epoch` with `from_xid <= xid < until_xid`. `leaves` holds 32 bytes an
    event in the order of ids; `mac` is keyed, so only a holder of the keys can close a batch.
    """

    number = models.BigIntegerField(primary_key=True)
    epoch = models.SmallIntegerField()
    from_xid = models.BigIntegerField()
    until_xid = models.BigIntegerField()
    events = models.IntegerField()
    leaves = models.BinaryField()
    root = models.BinaryField()
    key_version = models.SmallIntegerField()
    mac = models.BinaryField()
    sealed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Seal"]] = models.Manager()
