"""The queue: what waits, how urgently, and the button that hands out the next case."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from creditbank.bank.access.permissions import Permission
from creditbank.bank.calendar import working_days
from creditbank.bank.calendar.tables import Table
from creditbank.bank.desk import listing
from creditbank.bank.reviews import clocks
from creditbank.bank.reviews import queue as leases
from creditbank.bank.reviews.models import Case, Kind
from creditbank.web import gates
from creditbank.web.reviewer.reach import undoable

PAGE = 50
SOON, OVERDUE = "soon", "overdue"


@dataclass(frozen=True)
class Line:
    """A waiting case as one line of the queue."""

    case: Case
    kind: str
    left: int
    mine: bool
    taken: bool


@gates.staff(Permission.REVIEW)
@require_safe
def queue(request: gates.StaffRequest) -> HttpResponse:
    """Waiting cases, the next due first, page by page."""
    table = working_days.table()
    waiting = listing.Listing(request.seat, table)
    kind, due = _chosen(request, "kind", Kind.values), _chosen(request, "due", [SOON, OVERDUE])
    page = waiting.page(PAGE + 1, kind, cast("listing.Due", due), _after(request))
    shown = page[:PAGE]
    filters = {name: value for name, value in (("kind", kind), ("due", due)) if value}
    return render(
        request,
        "reviewer/queue.html",
        {
            "figures": waiting.figures(),
            "lines": _lines(shown, request.user.pk, table),
            "kind": kind,
            "due": due,
            "kinds": Kind.choices,
            "dues": [(SOON, _("一个工作日内到期")), (OVERDUE, _("已超期"))],
            "first": "?" + urlencode(filters) if request.GET.get("after") else "",
            "next": _next(filters, shown[-1]) if len(page) > PAGE else "",
            "undo": undoable(request, request.GET.get("decided", "")),
        },
    )


def _chosen(request: gates.StaffRequest, name: str, known: list[str]) -> str:
    value = request.GET.get(name, "")
    return value if value in known else ""


def _after(request: gates.StaffRequest) -> tuple[dt.datetime, UUID] | None:
    """The last case of the page before: no page gets slower than the first."""
    due, _comma, last = request.GET.get("after", "").partition(",")
    try:
        due_at, last_id = parse_datetime(due), UUID(last)
    except ValueError:
        return None
    return None if due_at is None or due_at.tzinfo is None else (due_at, last_id)


def _next(filters: dict[str, str], last: Case) -> str:
    due = last.due_at.astimezone(dt.UTC).isoformat()
    return "?" + urlencode({**filters, "after": f"{due},{last.pk}"})


def _lines(rows: list[Case], user_id: Any, table: Table) -> list[Line]:
    kinds = {value: str(label) for value, label in Kind.choices}
    return [
        Line(
            row,
            kinds[row.kind],
            clocks.left(row, table),
            mine=leases.holds(row, user_id),
            taken=leases.is_taken(row, by_other_than=user_id),
        )
        for row in rows
    ]
