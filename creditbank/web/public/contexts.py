"""Context processors of every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from creditbank.bank import memory
from creditbank.bank.portal import contacts as addresses


def contacts(_request: HttpRequest) -> dict[str, Any]:
    """`footer_contacts`: the national hotline and the provinces; asked for only where shown."""
    return {"footer_contacts": SimpleLazyObject(_contacts)}


def _contacts() -> list[dict[str, str]]:
    return [
        {
            "name": line.organisation.name,
            "telephone": line.telephone,
            "email": line.contact.email if line.contact else "",
            "note": line.contact.told("hours").text if line.contact else "",
        }
        for line in _lines()
        if line.telephone
    ]


@memory.kept(seconds=60)
def _lines() -> list[addresses.Line]:
    return list(addresses.lines(addresses.IN_THE_FOOTER))
