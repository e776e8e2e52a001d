"""The tables of counters and of captcha challenges; both are forgotten when they end."""

import uuid
from typing import ClassVar

from django.db import models

from creditbank.bank import clock


class Limit(models.Model):
    """Hits under one key since its window began. The key is a fingerprint of purpose and keys."""

    key = models.BinaryField(primary_key=True, max_length=32)
    hits = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager["Limit"]] = models.Manager()

    def __str__(self) -> str:
        """Tell nothing of whom it counts."""
        return f"{self.hits} until {self.ends_at:%Y-%m-%d %H:%M}"


class Challenge(models.Model):
    """One captcha: its answer is sealed, it ends with the first answer given or with its time.

    The id is random, not sequential in time: it stands in the address of picture and sound.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.BinaryField()
    made_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager["Challenge"]] = models.Manager()

    def __str__(self) -> str:
        """Without the answer."""
        return f"challenge {self.id}"
