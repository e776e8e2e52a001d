"""The tree within reach: level by level, by name or code, and one organisation with its facts."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from creditbank.bank import regions
from creditbank.bank.access.permissions import Permission, may
from creditbank.bank.administration import authorities, listings
from creditbank.bank.organisations import policies
from creditbank.bank.organisations.models import (
    Appointment,
    Capacity,
    FirstCheck,
    Organisation,
    OrganisationSet,
    PolicyKey,
)
from creditbank.web import gates
from creditbank.web.gates import StaffRequest

PAGE = 50


@gates.staff(Permission.ORGANISATIONS_SEE)
@require_safe
def organisations(request: StaffRequest) -> HttpResponse:
    """One's own organisation and what is below it; with a search, what it finds within reach."""
    words = request.GET.get("q", "").strip()
    if not words:
        return _page(request, request.seat.organisation.code)
    context = {
        "q": words,
        **_listed(listings.found(request.seat, words), request.GET.get("after", ""), q=words),
    }
    return render(request, "organisation/organisations.html", context)


@gates.staff(Permission.ORGANISATIONS_SEE)
@require_safe
def organisation(request: StaffRequest, code: str) -> HttpResponse:
    """One organisation: what it is, who answers for it, what stands below it."""
    return _page(request, code)


def within_reach(request: StaffRequest, code: str) -> Organisation:
    """The organisation of a code; what is out of reach is not found."""
    row = listings.one(request.seat, code)
    if row is None:
        raise Http404
    return row


def _page(request: StaffRequest, code: str) -> HttpResponse:
    row, seat = within_reach(request, code), request.seat
    manages = may(seat.role, Permission.ORGANISATIONS_MANAGE) and not row.closed_on
    context = {
        "organisation": row,
        "crumbs": crumbs(seat, row)[:-1],
        "facts": list(_facts(row)),
        "first_check": _first_check(row),
        "past": [_past(seat, each) for each in listings.past_parents(row)],
        "manages": manages,
        "is_below": row.pk != seat.organisation_id,
        **_listed(listings.under(row), request.GET.get("after", "")),
    }
    return render(request, "organisation/organisation.html", context)


def crumbs(seat: Appointment, row: Organisation) -> list[Organisation]:
    """The way from one's own organisation down to another."""
    above = Organisation.objects.above(row)
    return list(above.filter(path__startswith=seat.organisation.path))


def _facts(row: Organisation) -> Any:
    region = regions.find(row.region) if row.region else None
    yield _("代码"), row.code
    yield _("类型"), authorities.named(row.capacities) or "—"
    yield _("行政区划"), f"{region.full_name} {row.region}" if region else row.region or "—"
    yield _("负责人"), row.responsible_name or "—"
    yield _("负责人电话"), row.responsible_phone or "—"
    if row.name_en:
        yield _("英文名称"), row.name_en


def _first_check(row: Organisation) -> str:
    if Capacity.PROVINCE not in row.capacities:
        return ""
    return str(FirstCheck(policies.in_force(row, PolicyKey.FIRST_CHECK)).label)


def _past(seat: Appointment, past: Any) -> dict[str, Any]:
    """Where it stood before; what lies out of reach has no name here."""
    parent = past.parent
    named = parent.name if parent and parent.is_within(seat.organisation) else _("辖区外的机构")
    return {"parent": named, "since": past.valid_from, "until": past.valid_to}


def _listed(rows: OrganisationSet, after: str, **asked: str) -> dict[str, Any]:
    page = list(rows.filter(path__gt=after)[: PAGE + 1])
    more = len(page) > PAGE
    lines = [_line(row) for row in page[:PAGE]]
    following = urlencode({**asked, "after": page[PAGE - 1].path}) if more else ""
    first = f"?{urlencode(asked)}" if after else ""
    return {"lines": lines, "first": first, "next": f"?{following}" if more else ""}


def _line(row: Organisation) -> dict[str, Any]:
    return {"row": row, "capacities": authorities.named(row.capacities)}
