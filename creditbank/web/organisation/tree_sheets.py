"""The tree as a spreadsheet: handed out, taken in, read through, confirmed."""

import shutil
import tempfile
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank import clock
from creditbank.bank.access.permissions import Permission
from creditbank.bank.administration import exports, sheets
from creditbank.bank.administration.columns import NAMES
from creditbank.bank.administration.plans import Outcome, Plan
from creditbank.bank.administration.rows import Row
from creditbank.bank.files.uploads import clean_name
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest

PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What is looked at first: what stands in the way, then what would change.
_ORDER = (Outcome.REJECTED, Outcome.CHANGED, Outcome.NEW, Outcome.UNCHANGED)
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_("机构表"),
        help_text=_("XLSX、XLS、ODS 或 CSV，不超过 5 MB。"),
        error_messages={
            "required": _("请选择文件。"),
            "empty": _("这个文件是空的，请重新选择。"),
            "invalid": _("请选择文件。"),
        },
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
    )


@gates.staff(Permission.ORGANISATIONS_MANAGE)
@require_safe
def tree_sheet_download(request: StaffRequest) -> HttpResponse:
    """Everything open within reach, to be edited and uploaded again."""
    code, today = request.seat.organisation.code, clock.today()
    answer = HttpResponse(exports.workbook(request.seat.organisation), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="organisations-{code}-{today}.xlsx"'
    return answer


@gates.staff(Permission.ORGANISATIONS_MANAGE)
@_get_or_post
def tree_sheet_new(request: StaffRequest) -> HttpResponse:
    """Upload a sheet; nothing changes yet."""
    posted = request.method == "POST"
    form = SheetForm(request.POST, request.FILES) if posted else SheetForm()
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            sheet = sheets.receive(
                request.seat, clean_name(upload.name), _read(upload), by=request.user
            )
        except Refused as refusal:
            add_refusal(form, Refused(refusal.code, refusal.sentence, field="file"))
        else:
            return redirect("tree_sheet", sheet.pk)
    headings = [names[0] for names in NAMES.values()]
    return render(request, "organisation/tree_sheet_new.html", {"form": form, "columns": headings})


@gates.staff(Permission.ORGANISATIONS_MANAGE)
@_get_or_post
def tree_sheet(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    """What one's sheet would change, row by row; confirmed, it is changed."""
    sheet, refused = sheets.of(request.seat, sheet_id), None
    if sheet is None:
        raise Http404
    if request.method == "POST":
        try:
            digest = request.POST.get("digest", "")
            done = sheets.confirm(sheet, request.seat, digest=digest, by=request.user)
        except Refused as refusal:
            refused = refusal
        else:
            told = {"new": done.count(Outcome.NEW), "changed": done.count(Outcome.CHANGED)}
            sentence = _now("已导入：新增 %(new)d 个，修改 %(changed)d 个。")
            messages.success(request, sentence % told)
            return redirect("organisations")
    plan = sheets.plan(sheet, request.seat)
    context = {"sheet": sheet, "plan": plan, "refused": refused, **_shown(request, plan)}
    return render(request, "organisation/tree_sheet.html", context)


def _read(upload: "UploadedFile[Any]") -> list[Row]:
    """The program behind the fence reads a file that has a descriptor."""
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(upload, file)
        return sheets.read(str(upload.name), file)


def _shown(request: StaffRequest, plan: Plan) -> dict[str, Any]:
    wanted = request.GET.get("outcome", "")
    first = next((one for one in _ORDER if plan.count(one)), Outcome.UNCHANGED)
    outcome = Outcome(wanted) if wanted in Outcome.values else first
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and 0 < len(number) < 5 else 1
    lines = [line for line in plan.lines if line.outcome == outcome]
    start = max(page - 1, 0) * PAGE
    return {
        "outcome": outcome,
        "tabs": [(one, one.label, plan.count(one)) for one in _ORDER],
        "lines": [_line(line) for line in lines[start : start + PAGE]],
        "previous": f"?outcome={outcome}&page={page - 1}" if page > 1 else "",
        "next": f"?outcome={outcome}&page={page + 1}" if len(lines) > start + PAGE else "",
        "blocked": plan.count(Outcome.REJECTED),
        "to_do": plan.count(Outcome.NEW) + plan.count(Outcome.CHANGED),
    }


def _line(line: Any) -> dict[str, Any]:
    changes = [(NAMES[name][0], before, after) for name, before, after in line.changes]
    return {"line": line.line, "code": line.code, "name": line.name, "changes": changes,
            "reasons": line.reasons}  # fmt: skip
