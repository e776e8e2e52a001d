"""Tasks of an officer: 信息有误 to settle, learners to confirm in person."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank import clock
from creditbank.bank.access import disclosures
from creditbank.bank.access.permissions import Permission
from creditbank.bank.accounts import holders, vouching
from creditbank.bank.accounts.masks import mask_email, mask_name
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments import complaints
from creditbank.bank.enrolments.models import Complaint
from creditbank.bank.identity import mask
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest

PAGE = 50
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class SettleForm(forms.Form):
    answer = forms.CharField(
        label=_("处理结果"),
        max_length=1000,
        help_text=_("会发到学籍登记的邮箱；请不要写证件号码。"),
        error_messages={"required": _("请写明处理结果，学习者会看到这段话。")},
        widget=forms.Textarea({"rows": 4}),
    )


class ConfirmForm(forms.Form):
    email = forms.EmailField(
        label=_("本人所报的邮箱"),
        max_length=200,
        error_messages={"required": _("请填写学习者当面所报的邮箱。")},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    seen = forms.BooleanField(
        label=_("我已当面核对身份证件原件，人证一致"),
        error_messages={"required": _("核对身份证件原件以后才能确认。")},
    )


@gates.staff(Permission.TASKS_SETTLE)
@require_safe
def tasks(request: StaffRequest) -> HttpResponse:
    """Everything that waits for an officer here, the oldest first."""
    below = request.seat.organisation
    wrong, unseen = complaints.waiting(below), vouching.waiting(below)
    context = {
        "complaints": [_complaint_line(row) for row in wrong[:PAGE]],
        "complaint_count": wrong.count(),
        "confirmations": [_account_line(row) for row in unseen[:PAGE]],
        "confirmation_count": unseen.count(),
    }
    return render(request, "organisation/tasks.html", context)


@gates.staff(Permission.TASKS_SETTLE)
@_get_or_post
def task_complaint(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """One complaint: read, settle with an answer."""
    row = complaints.waiting(request.seat.organisation).filter(pk=complaint_id).first()
    if row is None:
        raise Http404
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            complaints.settle(row, form.cleaned_data["answer"], by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已处理，答复已发出。"))
            return redirect("tasks")
    if request.method == "GET":
        disclosures.note(by=request.user, subject=row, what="complaint")
    context = {"form": form, "complaint": row, "line": _complaint_line(row), "text": row.text}
    return render(request, "organisation/task_complaint.html", context)


@gates.staff(Permission.TASKS_SETTLE)
@_get_or_post
def task_confirmation(request: StaffRequest, number: str) -> HttpResponse:
    """One account whose holder stands at the counter: see the document, confirm."""
    row = vouching.waiting(request.seat.organisation).filter(number=number).first()
    if row is None:
        raise Http404
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            vouching.vouch_in_person(row, email=form.cleaned_data["email"], by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已确认，学习者会收到邮件。"))
            return redirect("tasks")
    context = {"form": form, "account": row, "line": _account_line(row), **_seen(row)}
    return render(request, "organisation/task_confirmation.html", context)


def _complaint_line(row: Complaint) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": mask_name(row.enrolment.name or ""),
        "centre": row.enrolment.study_centre,
        "studies": f"{row.enrolment.level} {row.enrolment.major} {row.enrolment.intake}",
        "student_number": row.enrolment.student_number,
        "at": row.created_at,
        "age_days": (clock.now() - row.created_at).days,
    }


def _account_line(row: Account) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": mask_name(row.name or ""),
        "centre": row.organisation,
        "stage": row.stage,
        "label": row.get_stage_display(),
        "at": row.submitted_at,
        "suspended": row.stage == Stage.SUSPENDED,
    }


def _seen(row: Account) -> dict[str, Any]:
    document = holders.document_of(row)
    return {
        "masked_number": mask(document.number or ""),
        "masked_email": mask_email(row.user.email or ""),
        "suspended": row.stage == Stage.SUSPENDED,
    }
