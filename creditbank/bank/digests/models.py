"""Tables of digests: editions, copies, and who wants any."""

from typing import ClassVar

from django.db import models

from creditbank.bank import clock, ids
from creditbank.bank.users.models import User


class Edition(models.Model):
    """The digest of a day: what took effect after `since`, up to and including `until`."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    day = models.DateField(unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Edition"]] = models.Manager()

    def __str__(self) -> str:
        """The day."""
        return f"{self.day}"


class Copy(models.Model):
    """That somebody got an edition, so that nobody gets it twice."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="copies")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["Copy"]] = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["edition", "user"], name="copy_once"),)

    def __str__(self) -> str:
        """Which edition, whose."""
        return f"{self.edition_id} {self.user_id}"


class Choice(models.Model):
    """Whether somebody wants the digest, where they have said so."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    wanted = models.BooleanField()
    changed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Choice"]] = models.Manager()

    def __str__(self) -> str:
        """Whose, and what."""
        return f"{self.user_id} {self.wanted}"
