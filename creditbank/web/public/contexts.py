"""Context processors of every page."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from creditbank.bank import memory
from creditbank.bank.organisations.models import Capacity, Organisation


def contacts(_request: HttpRequest) -> dict[str, Any]:
    """`footer_contacts`: the national hotline and the provinces; asked for only where shown."""
    return {"footer_contacts": SimpleLazyObject(_contacts)}


def _contacts() -> list[dict[str, str]]:
    return [
        {"name": row.name, "telephone": row.responsible_phone, "note": row.responsible_name}
        for row in _answering()
    ]


@memory.kept(seconds=60)
def _answering() -> list[Organisation]:
    kinds = Q(capacities__contains=[Capacity.NATIONAL]) | Q(
        capacities__contains=[Capacity.PROVINCE]
    )
    rows = Organisation.objects.filter(kinds, closed_on=None).exclude(responsible_phone="")
    return list(rows.order_by("path"))
