"""Context processors of every page."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

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
    return tuple(
        Shown(
            line.organisation.name,
            line.telephone,
            line.contact.told("hours").text if line.contact else "",
        )
        for line in _lines()
        if line.telephone
    )


@memory.kept(seconds=60)
def _lines() -> list[addresses.Line]:
    return list(addresses.lines(addresses.IN_THE_FOOTER))
