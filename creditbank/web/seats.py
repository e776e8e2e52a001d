"""What every staff page needs to know: the present seat, the others, what may be opened."""

from typing import Any

from django.http import HttpRequest

from creditbank.bank.access.permissions import PERMISSIONS
from creditbank.bank.organisations.roles import Role


def seat_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `seat`, `seats`, and `may` (set of permission words) on staff pages."""
    seat = getattr(request, "seat", None)
    if seat is None:
        return {}
    return {
        "seat": seat,
        "seats": getattr(request, "seats", []),
        "may": frozenset(str(permission) for permission in PERMISSIONS[Role(seat.role)]),
    }
