"""The access log: every deliberate look at a sealed value. Append-only."""

from typing import ClassVar

from django.db import models

from creditbank.bank import clock, ids


class Disclosure(models.Model):
    """Somebody saw something of a person in full: who, whom, what, when and why."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=120)
    subject = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    account_id = models.UUIDField(null=True)
    what = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Disclosure"]] = models.Manager()

    class Meta:
        indexes = (
            models.Index(fields=["account_id", "-at"], name="disclosure_account"),
            models.Index(fields=["-at", "-id"], name="disclosure_time"),
            models.Index(fields=["actor_label", "-at", "-id"], name="disclosure_actor"),
        )
