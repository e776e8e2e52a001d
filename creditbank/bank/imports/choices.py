"""Columns that were chosen once for sheets with the same headings."""

import hashlib
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.history import Actor, verb
from creditbank.bank.imports.models import ColumnChoice, Run
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.sheets.fields import plain

# The heading of the column that rejected rows are handed back with.
REASONS = _("不接收的原因")


def remember(run: Run) -> None:
    """Keep what was chosen for these headings; choosing nothing keeps nothing."""
    if run.columns:
        ColumnChoice.objects.update_or_create(
            organisation=run.organisation,
            kind=run.kind,
            headings=digest(run.layout["headings"]),
            defaults={"columns": run.columns, "chosen_at": clock.now()},
        )


def remembered(organisation: Organisation, kind: str, headings: Sequence[str]) -> dict[str, str]:
    """What the organisation chose the last time; nothing where it chose nothing."""
    found = _chosen(organisation, kind, headings).first()
    return dict(found.columns) if found else {}


@verb
def forget(run: Run, *, by: Actor) -> None:
    """From the next reading on, sheets with these headings are recognised anew."""
    _chosen(run.organisation, run.kind, run.layout.get("headings", ())).delete()


def _chosen(
    organisation: Organisation, kind: str, headings: Sequence[str]
) -> QuerySet[ColumnChoice]:
    return ColumnChoice.objects.filter(
        organisation=organisation, kind=kind, headings=digest(headings)
    )


def digest(headings: Sequence[str]) -> bytes:
    """By what headings are known again, also those of a file that comes with the reasons in it."""
    told = headings[:-1] if headings and headings[-1] in _ours() else headings
    return hashlib.sha256("\x1f".join(told).encode()).digest()


def _ours() -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield plain(str(REASONS))
