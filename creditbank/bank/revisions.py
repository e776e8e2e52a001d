"""What several people may edit at once: the second to save is told, nothing is overwritten unseen."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.refusals import Refused

EDITED_MEANWHILE = "edited_meanwhile"


class Revised(models.Model):
    """A row that is edited by hand; `revision` counts the edits (0: as it was delivered)."""

    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


def revise(row: Revised, seen: int, **values: Any) -> None:
    """Write columns if the row is still at the revision that the editor has seen.

    Raises `Refused("edited_meanwhile")` otherwise. In SQL, so that of two at once one wins.
    """
    told = {**values, "revision": seen + 1, "changed_at": clock.now()}
    manager: models.Manager[Any] = type(row)._base_manager  # noqa: SLF001 - not a filtered one
    if not manager.filter(pk=row.pk, revision=seen).update(**told):
        raise edited_meanwhile()
    for name, value in told.items():
        setattr(row, name, value)


def edited_meanwhile() -> Refused:
    """The refusal of the second to save."""
    return Refused(
        EDITED_MEANWHILE,
        _(
            "您编辑期间，别人保存了另一个版本，您的修改还没有保存。请对照现在的内容，再保存一次会以您填写的为准。"
        ),
    )
