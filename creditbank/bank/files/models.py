"""The table of stored files."""

from pathlib import PurePosixPath
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.files import fence, sealing
from creditbank.bank.keys.models import PersonKey


class Kind(models.TextChoices):
    """What an upload turned out to be."""

    IMAGE = "image", _("图片")
    PDF = "pdf", "PDF"
    # Kept as it came, in pieces (`wholes`); `pages` counts them.
    WHOLE = "whole", _("原样保存")


class StoredFileSet(models.QuerySet["StoredFile"]):
    """Questions about many stored files."""

    def live(self) -> Self:
        """Those not erased."""
        return self.filter(erased_at__isnull=True)

    def same_upload(self, file: "StoredFile") -> Self:
        """Other files, erased or not, that came from an upload with equal bytes."""
        return self.filter(digest=file.digest).exclude(pk=file.pk)


class StoredFile(models.Model):
    """One upload, re-encoded and sealed: facts here, bytes in the storage under `path`.

    Each file has a key of its own, sealed with the person's key where the file belongs to one, else
    with the field keys: rotation touches only this row, and destroying the person's key makes the
    bytes unreadable wherever a copy survives. `digest` is a keyed digest of the bytes uploaded.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person_key = models.ForeignKey(
        PersonKey, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_id = models.UUIDField(null=True, blank=True, db_index=True)
    purpose = models.CharField(max_length=40)
    path = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    pages = models.PositiveSmallIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32, db_index=True)
    sealed_key = models.BinaryField()
    sealed_name = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["StoredFile"]] = StoredFileSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(pages__gte=1, pages__lte=99), name="file_has_pages"
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(sealed_key=b""),
                name="file_erased_keeps_no_key",
            ),
        ]

    def __str__(self) -> str:
        """Without the name: that is the person's."""
        return f"{self.kind} {self.id}"

    @property
    def is_erased(self) -> bool:
        """Whether only the row is left."""
        return self.erased_at is not None

    @property
    def key(self) -> bytes:
        """The file's own key; raises `keys.Unreadable` when it or the person's is gone."""
        return sealing.open_key(bytes(self.sealed_key), self.person_key, self.id)

    @property
    def name(self) -> str:
        """What the uploader called it, without any folder; empty when erased."""
        return (
            "" if self.is_erased else sealing.open_name(bytes(self.sealed_name), self.key, self.id)
        )

    @property
    def download_name(self) -> str:
        """The name with the ending that fits what is kept."""
        stem = PurePosixPath(self.name).stem or str(self.id)
        return stem + (".pdf" if self.kind == Kind.PDF else ".jpg")

    @property
    def original_type(self) -> str:
        """Content type of the original as kept; pages are `image/jpeg` always."""
        return "application/pdf" if self.kind == Kind.PDF else "image/jpeg"

    @property
    def renditions(self) -> list[str]:
        """Names of everything in the storage that belongs to this file."""
        if self.kind == Kind.WHOLE:
            return [f"{self.path}.{piece}" for piece in range(1, self.pages + 1)]
        return sorted(f"{self.path}.{part}" for part in fence.expected(self.kind, self.pages))
