"""Who may come in: content editors of the centre to everything, those of a province to its contacts."""

import functools
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from creditbank.bank.access.permissions import Permission
from creditbank.bank.organisations.models import Appointment, Capacity
from creditbank.web import gates
from creditbank.web.gates import StaffRequest, View


def of_the_centre(view: View) -> View:
    """For content editors who are appointed at the national centre."""

    @functools.wraps(view)
    def inner(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_of_the_centre(request.seat):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    gated = gates.staff(Permission.CATALOGUE_EDIT)(inner)
    gated.gate += "@centre"  # type: ignore[attr-defined]
    return gated


def is_of_the_centre(seat: Appointment) -> bool:
    """Whether somebody acts for the national centre itself."""
    return Capacity.NATIONAL in seat.organisation.capacities
