"""Tables of the agreement and of consents."""

from typing import ClassVar

from django.db import models

from creditbank.bank import clock, ids


class Agreement(models.Model):
    """A published version of 学分银行用户注册协议, in Markdown."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    version = models.PositiveSmallIntegerField(unique=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    published_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Agreement"]] = models.Manager()

    def __str__(self) -> str:
        """The version."""
        return f"version {self.version}"


class Consent(models.Model):
    """Somebody agreed to a version of the agreement. Append-only."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    account_id = models.UUIDField()
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Consent"]] = models.Manager()

    class Meta:
        indexes = (models.Index(fields=["account_id"], name="consent_account"),)

    def __str__(self) -> str:
        """Which account agreed, without a name."""
        return f"{self.account_id} at {self.at:%Y-%m-%d}"
