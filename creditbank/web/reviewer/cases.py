"""The desk: scans beside fields, what the system found, the history, the decision."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from creditbank.bank.access.permissions import Permission, may
from creditbank.bank.calendar import working_days
from creditbank.bank.desk import appeals, sheets, trails
from creditbank.bank.files.models import StoredFile
from creditbank.bank.reviews import clocks, queue
from creditbank.bank.reviews.models import Case, Decision
from creditbank.bank.reviews.stages import DecisionStage, Stage
from creditbank.web import gates, pictures
from creditbank.web.reviewer.forms import DecisionForm
from creditbank.web.reviewer.reach import found, undoable


@gates.staff(Permission.REVIEW)
@require_safe
def case(request: gates.StaffRequest, number: str) -> HttpResponse:
    """One case: in full for whoever holds it, its state for every other reviewer of the place."""
    row = found(request, number)
    if not queue.holds(row, request.user.pk):
        return render(request, "reviewer/state.html", _state(request, row))
    sheet = sheets.load(row)
    form = DecisionForm(sheet.rows, initial=_undone(row, request.user.pk))
    return desk(request, row, sheet, form)


def desk(
    request: gates.StaffRequest, row: Case, sheet: sheets.Sheet, form: DecisionForm
) -> HttpResponse:
    """The page of a case that is held, with a form fresh or as it was typed."""
    context = {
        **_state(request, row),
        "sheet": sheet,
        "form": form,
        "lines": form.lines(),
        "scans": list(_scans(row, sheet.files)),
        "originals": [_original(row, file) for file in sheet.files if file.kind == "pdf"],
        "kind": request.GET.get("kind", ""),
        "appeal": appeals.of(row),
    }
    return render(request, "reviewer/case.html", context, status=422 if form.errors else 200)


def _state(request: gates.StaffRequest, row: Case) -> dict[str, Any]:
    oversees = may(request.seat.role, Permission.REVIEW_OVERSEE)
    is_open = row.stage == Stage.OPEN
    taken = is_open and queue.is_taken(row, by_other_than=request.user.pk)
    return {
        "case": row,
        "left": clocks.left(row, working_days.table()),
        "runs": row.stage in {Stage.OPEN, Stage.DECIDED},
        "taken": taken,
        "may_take": oversees and is_open and not taken,
        "events": trails.of(row),
        "undo": undoable(request, request.GET.get("decided", "")),
        "own_undo": undoable(request, row.number),
    }


def _undone(row: Case, user_id: Any) -> dict[str, str]:
    """What the reviewer had written before undoing, so that nothing is typed twice."""
    mine = Decision.objects.filter(case=row, by_id=user_id)
    last = mine.order_by("-decided_at").first()
    if last is None or last.stage != DecisionStage.UNDONE:
        return {}
    return DecisionForm.initial_of(last)


def _scans(row: Case, files: list[StoredFile]) -> Any:
    return pictures.listed(
        files, lambda file, page: reverse("review_scan", args=[row.number, file, page])
    )


def _original(row: Case, file: StoredFile) -> str:
    return reverse("review_scan_original", args=[row.number, file.pk])
