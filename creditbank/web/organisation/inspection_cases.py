"""One case of the sample: its fields and scans beside the checklist."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank.access.permissions import Permission
from creditbank.bank.desk import samples, sheets, trails
from creditbank.bank.desk.reviewers import oneself
from creditbank.bank.files import uploads
from creditbank.bank.inspections import assessments, sides
from creditbank.bank.inspections.models import Inspection, Sampled
from creditbank.bank.refusals import Refused
from creditbank.web import gates, pictures
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation.inspection_forms import AssessmentForm
from creditbank.web.organisation.inspections import to_inspect


@gates.staff(Permission.INSPECT)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_case(request: StaffRequest, number: str, case: str) -> HttpResponse:
    """Read a case and answer the questions about it; the next one follows."""
    row, sampled = _found(request, number, case)
    initial = AssessmentForm.initial_of(sampled.answers)
    form = AssessmentForm(row.questions, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            own = oneself(request.user)
            assessments.assess(sampled, form.marks(), oneself=own, by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return _following(request, row)
    return _page(request, row, sampled, form)


@gates.staff(Permission.INSPECT)
@require_safe
def inspection_scan(
    request: StaffRequest, number: str, case: str, file_id: UUID, page: int
) -> HttpResponse:
    """One page of a scan as a picture; `?size=full` for the small print."""
    _row, sampled = _found(request, number, case)
    size = uploads.FULL if request.GET.get("size") == uploads.FULL else uploads.PREVIEW
    try:
        picture = samples.page(sampled, file_id, page, size, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
    return pictures.served(picture, f"{case}-{page}.jpg", attachment=False)


@gates.staff(Permission.INSPECT)
@require_safe
def inspection_scan_original(
    request: StaffRequest, number: str, case: str, file_id: UUID
) -> HttpResponse:
    """What was uploaded, to be saved and never to be opened in the browser."""
    _row, sampled = _found(request, number, case)
    try:
        picture = samples.original(sampled, file_id, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
    return pictures.served(picture, case, attachment=True)


def _found(request: StaffRequest, number: str, case: str) -> tuple[Inspection, Sampled]:
    row = to_inspect(request, number)
    rows = assessments.samples(row, request.seat.organisation).filter(case__number=case)
    sampled = rows.select_related("case__organisation").first()
    if sampled is None:
        raise Http404
    sampled.inspection = row
    return row, sampled


def _following(request: StaffRequest, row: Inspection) -> HttpResponse:
    rest = assessments.samples(row, request.seat.organisation).filter(assessed_at=None)
    following = rest.first()
    if following is None:
        messages.success(request, _now("全部检查完了。"))
        return redirect("inspection", row.number)
    messages.success(request, _now("已保存，这是下一件。"))
    return redirect("inspection_case", row.number, following.case.number)


def _page(
    request: StaffRequest, row: Inspection, sampled: Sampled, form: AssessmentForm
) -> HttpResponse:
    sheet = samples.look(sampled, by=request.user)
    context = {
        "row": row,
        "sampled": sampled,
        "case": sampled.case,
        "sheet": sheet,
        "form": form,
        "asked": list(form.asked()),
        "events": trails.of(sampled.case),
        "open": sides.inspects(request.seat, row) and assessments.is_at_work(row),
        **(_scans(row, sampled, sheet) if sheet else {}),
    }
    status = 422 if form.errors else 200
    return render(request, "organisation/inspection_case.html", context, status=status)


def _scans(row: Inspection, sampled: Sampled, sheet: sheets.Sheet) -> dict[str, Any]:
    numbers = (row.number, sampled.case.number)

    def address(file: UUID, page: int) -> str:
        return reverse("inspection_scan", args=[*numbers, file, page])

    pdfs = [file.pk for file in sheet.files if file.kind == "pdf"]
    originals = [reverse("inspection_scan_original", args=[*numbers, pk]) for pk in pdfs]
    return {"scans": list(pictures.listed(sheet.files, address)), "originals": originals}
