"""Who has not activated yet: the list, one press to remind everybody, telephone numbers."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creditbank.bank.access.permissions import Permission
from creditbank.bank.accounts.masks import mask_email, mask_mobile, mask_name
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.progress import newcomers, reminders
from creditbank.bank.progress.newcomers import Place
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation.progress_frames import Frame

PAGE = 50
ROUNDS = 5


class ReasonForm(forms.Form):
    """Why telephone numbers are looked at; the access log shows it."""

    reason = forms.CharField(
        label=_("查看原因"),
        max_length=newcomers.LONGEST_REASON,
        help_text=_("会记入查阅记录。"),
        error_messages={"required": _("请写明查看电话号码的原因。")},
    )


@gates.staff(Permission.REMINDERS_SEND)
@require_safe
def progress_newcomers(request: StaffRequest, code: str) -> HttpResponse:
    """Who studies here and has not activated yet, by study centre."""
    frame = Frame(request.seat, code, request.GET)
    context = {
        "frame": frame,
        "rounds": list(reminders.of(frame.top)[:ROUNDS]),
        "days": reminders.DAYS,
        **_listed(frame, request),
    }
    return render(request, "organisation/progress_newcomers.html", context)


@gates.staff(Permission.REMINDERS_SEND)
@require_POST
def progress_round(request: StaffRequest, code: str) -> HttpResponse:
    """Remind everybody on the list who has an address; the post goes out in the background."""
    frame = Frame(request.seat, code, request.GET)
    try:
        reminders.begin(frame.top, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, gettext("催办已开始，邮件会在几分钟内陆续发出，结果显示在下面。"))
    return redirect("progress_newcomers", code=code)


@gates.staff(Permission.REMINDERS_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def progress_telephones(request: StaffRequest, code: str) -> HttpResponse:
    """Those without an address, to be telephoned: numbers masked until a reason is given."""
    frame = Frame(request.seat, code, request.GET)
    form, numbers = ReasonForm(request.POST or None), {}
    if request.method == "POST" and form.is_valid():
        rows = _page(frame, request, without_email=True)[:PAGE]
        try:
            numbers = newcomers.telephones(
                rows, reason=form.cleaned_data["reason"], by=request.user
            )
        except Refused as refusal:
            add_refusal(form, refusal)
    listed = _listed(frame, request, without_email=True, numbers=numbers)
    context = {"frame": frame, "form": form, "shown": bool(numbers), **listed}
    return render(request, "organisation/progress_telephones.html", context)


def _listed(
    frame: Frame,
    request: StaffRequest,
    *,
    without_email: bool = False,
    numbers: dict[UUID, str] | None = None,
) -> dict[str, Any]:
    found = _page(frame, request, without_email=without_email)
    rows, following = found[:PAGE], ""
    if len(found) > PAGE:
        last = rows[-1]
        following = "?" + urlencode({"after": f"{last.study_centre.path},{last.pk}"})
    return {
        "lines": [_line(row, numbers or {}) for row in rows],
        "first": "?" if request.GET.get("after") else "",
        "next": following,
    }


def _page(frame: Frame, request: StaffRequest, *, without_email: bool) -> list[Enrolment]:
    rows = newcomers.waiting(frame.top, without_email=without_email)
    return list(newcomers.after(rows, _place(request.GET.get("after", "")))[: PAGE + 1])


def _place(told: str) -> Place | None:
    path, _comma, last = told.rpartition(",")
    try:
        return Place(path, UUID(last))
    except ValueError:
        return None


def _line(row: Enrolment, numbers: dict[UUID, str]) -> dict[str, Any]:
    mobile = row.mobile or ""
    return {
        "name": mask_name(row.name or ""),
        "centre": row.study_centre,
        "studies": f"{row.level} {row.major}".strip(),
        "intake": row.intake,
        "student_number": row.student_number,
        "email": mask_email(row.email or "") if row.email else "",
        "mobile": numbers.get(row.pk) or (mask_mobile(mobile) if mobile else ""),
    }
