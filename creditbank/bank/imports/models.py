"""Table of import runs."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.organisations.models import Organisation


class Run(models.Model):
    """One file brought in by somebody for an organisation: all of it or nothing."""

    class Stage(models.TextChoices):
        """How far a run has got."""

        CHECKED = "checked", _("已检查")
        MERGED = "merged", _("已合并")
        FAILED = "failed", _("未合并")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    kind = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by_id = models.CharField(max_length=64)
    by_label = models.CharField(max_length=120)
    file_name = models.CharField(max_length=200)
    file_digest = models.BinaryField()
    stage = models.CharField(max_length=10, choices=Stage)
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    merged_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Run"]] = models.Manager()
