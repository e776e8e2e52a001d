"""Context processors of every page."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from creditbank.bank import memory
from creditbank.bank.portal import contacts as addresses


class Shown(NamedTuple):
    """A line of the footer."""

    name: str
    telephone: str
    note: str = ""


def contacts(_request: HttpRequest) -> dict[str, Any]:
    """`footer_contacts`: the national hotline and the provinces; asked for only where shown."""
    return {"footer_contacts": SimpleLazyObject(_contacts)}


def _contacts() -> tuple[Shown, ...]:
    known, language = _in_words(), get_language()
    if language not in known:
        known[language] = _told()
    return known[language]


@memory.kept(seconds=60)
def _in_words() -> dict[str | None, tuple[Shown, ...]]:
    return {}


def _told() -> tuple[Shown, ...]:
    return tuple(
        Shown(
            line.organisation.name,
            line.telephone,
            line.contact.told("hours").text if line.contact else "",
        )
        for line in addresses.lines(addresses.IN_THE_FOOTER)
        if line.telephone
    )
