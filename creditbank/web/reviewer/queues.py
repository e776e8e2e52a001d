"""The queue: what waits, how urgently, and the button that hands out the next case."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from creditbank.bank.access.permissions import Permission
from creditbank.bank.calendar import working_days
from creditbank.bank.calendar.tables import Table
from creditbank.bank.desk import queues
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
    waiting, table = queues.waiting(request.seat), working_days.table()
    kind, due = _chosen(request, "kind", Kind.values), _chosen(request, "due", [SOON, OVERDUE])
    near = queues.soon(table)
    rows = _filtered(waiting, kind, {SOON: near, OVERDUE: queues.overdue()}.get(due))
    page = queues.page(_after(rows, request.GET.get("after", "")), PAGE + 1)
    shown = page[:PAGE]
    filters = {name: value for name, value in (("kind", kind), ("due", due)) if value}
    return render(
        request,
        "reviewer/queue.html",
        {
            "figures": queues.figures(waiting, near),
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


def _filtered(rows: QuerySet[Case], kind: str, due: Q | None) -> QuerySet[Case]:
    if kind:
        rows = rows.filter(kind=kind)
    return rows if due is None else rows.filter(due)


def _after(rows: QuerySet[Case], place: str) -> QuerySet[Case]:
    """Rows behind the last one of the page before: no page gets slower than the first."""
    due, _comma, last = place.partition(",")
    try:
        due_at, last_id = parse_datetime(due), UUID(last)
    except ValueError:
        return rows
    if due_at is None or due_at.tzinfo is None:
        return rows
    return rows.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, id__gt=last_id))


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
