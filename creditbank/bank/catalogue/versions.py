"""The windows of issue of an entry, written all together; called by the verbs on entries."""

from collections.abc import Iterable, Mapping
from typing import Any

from creditbank.bank.catalogue import windows
from creditbank.bank.catalogue.models import CertificateType, Version


def write(entry: CertificateType, given: Iterable[Mapping[str, Any]]) -> bool:
    """Give an entry these windows (`name_zh`, `issued_from`, `issued_until`); whether any is new."""
    wanted = [_version(entry, window) for window in given]
    present = sorted(entry.versions.all(), key=lambda row: row.id)
    if [_told(row) for row in wanted] == [_told(row) for row in present]:
        return False
    entry.versions.all().delete()
    Version.objects.bulk_create(wanted)
    return True


def _told(row: Version) -> tuple[Any, ...]:
    return (row.name_zh, row.shown_from, row.shown_until, row.issued_from, row.issued_until)


def _version(entry: CertificateType, window: Mapping[str, Any]) -> Version:
    since, until = window.get("issued_from"), window.get("issued_until")
    exact = until or since
    return Version(
        certificate_type=entry,
        name_zh=window.get("name_zh") or "",
        issued_from=windows.bound(since, last=False),
        issued_until=windows.bound(until, last=True),
        shown_from=since or "",
        shown_until=until or "",
        precision=windows.precision(exact) if exact else "year",
    )
