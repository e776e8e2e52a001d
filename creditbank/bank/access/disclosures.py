"""Writing down that somebody looked at a sealed value in full."""

from uuid import UUID

from django.db import models

from creditbank.bank.access.models import Disclosure
from creditbank.bank.history import Actor


def note(
    *, by: Actor, subject: models.Model, what: str, reason: str = "", account_id: UUID | None = None
) -> Disclosure:
    """Write down one look: who, at which row, at what of it (`number`, `scan`), and why."""
    return Disclosure.objects.create(
        actor_id=by.actor_id,
        actor_label=by.actor_label,
        subject=subject._meta.db_table,  # noqa: SLF001 - Django's public spelling
        subject_id=subject.pk,
        account_id=account_id,
        what=what,
        reason=reason,
    )
