"""Progress (工作进展): the figures of an organisation and its branches, compared, printed, exported."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from creditbank.bank import clock
from creditbank.bank.access.permissions import Permission
from creditbank.bank.progress import figures, goals
from creditbank.bank.progress.figures import Period
from creditbank.web import gates
from creditbank.web.gates import StaffRequest
from creditbank.web.markup import day
from creditbank.web.organisation import charts, workbooks
from creditbank.web.organisation.progress_forms import ComparisonForm
from creditbank.web.organisation.progress_frames import (
    COLUMNS,
    DRAWN,
    STEPS,
    Frame,
    shown,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@gates.staff(Permission.PROGRESS_SEE)
@require_safe
def progress(request: StaffRequest) -> HttpResponse:
    """The figures of one's own organisation."""
    return _page(request, request.seat.organisation.code, "organisation/progress.html")


@gates.staff(Permission.PROGRESS_SEE)
@require_safe
def progress_place(request: StaffRequest, code: str) -> HttpResponse:
    """The figures of an organisation within reach."""
    return _page(request, code, "organisation/progress.html")


@gates.staff(Permission.PROGRESS_SEE)
@require_safe
def progress_report(request: StaffRequest, code: str) -> HttpResponse:
    """All of it on paper."""
    return _page(request, code, "organisation/progress_report.html")


@gates.staff(Permission.PROGRESS_SEE)
@require_safe
def progress_export(request: StaffRequest, code: str) -> HttpResponse:
    """All organisations of the subtree as a workbook, each with everything below it."""
    frame = Frame(request.seat, code, request.GET)
    answer = HttpResponse(workbooks.of(frame), content_type=XLSX)
    name = f"progress-{code}-{frame.period.until:%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@gates.staff(Permission.PROGRESS_SEE)
@require_safe
def progress_comparison(request: StaffRequest, code: str) -> HttpResponse:
    """What there was at the end of one day and of another."""
    frame = Frame(request.seat, code, request.GET)
    today = clock.today()
    usual = {"one": today - dt.timedelta(days=30), "other": today}
    form = ComparisonForm(request.GET if "one" in request.GET else usual)
    context: dict[str, Any] = {"frame": frame, "form": form}
    if form.is_valid():
        context |= _compared(frame, form.cleaned_data)
    return render(request, "organisation/progress_comparison.html", context)


def _page(request: StaffRequest, code: str, template: str) -> HttpResponse:
    frame = Frame(request.seat, code, request.GET)
    labels = {name: label for name, (label, _value) in COLUMNS.items()}
    context = {
        "frame": frame,
        "columns": [(name, label, frame.query(sort=name)) for name, label in labels.items()],
        "rows": [
            (line, [(label, shown(name, line.figures)) for name, label in labels.items()])
            for line in frame.lines
        ],
        "drill": frame.query(),
        **_drawn(frame),
        "may_set_goals": goals.may_set(request.seat, frame.top),
        "now": clock.now(),
    }
    return render(request, template, context)


def _drawn(frame: Frame) -> dict[str, Any]:
    """The course as a chart and as a table."""
    label, value = COLUMNS[frame.drawn]
    days = [f"{row.until:%m-%d}" for row in frame.course]
    return {
        "course": [(row, [shown(name, row) for name in DRAWN]) for row in frame.course],
        "drawn": [(name, COLUMNS[name][0]) for name in DRAWN],
        "chart_label": label,
        "steps": STEPS.items(),
        "chart": charts.line([value(row) for row in frame.course], days),
    }


def _compared(frame: Frame, told: dict[str, Any]) -> dict[str, Any]:
    days = [told["one"], told["other"]]
    before, after = (
        figures.total(figures.of(frame.top, period).values(), period)
        for period in (Period(moment, moment, told["today"]) for moment in days)
    )
    rows = []
    for name, (label, value) in COLUMNS.items():
        if name in {"reviewed", "overdue"}:
            continue
        one, other = value(before), value(after)
        change = "—" if one is None or other is None else _change(name, other - one)
        rows.append((label, shown(name, before), shown(name, after), change))
    return {"days": [day(moment) for moment in days], "rows": rows}


def _change(name: str, change: float) -> str:
    return f"{change:+.1f}" if name == "share" else f"{change:+,.0f}"
