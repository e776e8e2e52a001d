"""The steps after the sample was worked through: notice or end, the branch's answers, acceptance."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.views.decorators.http import require_http_methods

from creditbank.bank.access.permissions import Permission, may
from creditbank.bank.inspections import answers, assessments, checklists, notices, sides
from creditbank.bank.inspections.models import Inspection
from creditbank.bank.inspections.stages import UNANSWERED, FindingStage, Stage
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation.inspection_forms import (
    AcceptanceForm,
    ConclusionForm,
    MeasuresForm,
    NoticeForm,
)
from creditbank.web.organisation.inspections import found, to_inspect, told

TEN = {"days": 10}
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@gates.staff(Permission.INSPECT)
@_get_or_post
def inspection_notice(request: StaffRequest, number: str) -> HttpResponse:
    """Send the findings to the branch; where there are none, end the inspection."""
    row, here = to_inspect(request, number), request.seat.organisation
    if row.stage != Stage.IN_PROGRESS or assessments.unassessed(row, here):
        return redirect("inspection", row.number)
    gathered = notices.gathered(row, here)
    form: forms.Form
    if gathered:
        form = NoticeForm(request.POST or None, initial=TEN)
        done = _now("整改通知已发出。")
    else:
        form = ConclusionForm(request.POST or None)
        done = _now("检查已结束。")
    verb = notices.notify if gathered else notices.close_clean

    def act() -> None:
        verb(row, **form.cleaned_data, below=here, by=request.user)

    if _done(request, form, act):
        messages.success(request, done)
        return redirect("inspection", row.number)
    lines = [
        {"number": one.case.number, "question": checklists.told(row.questions[place]), "words": say}
        for one, place, say in gathered
    ]
    return _page(request, "organisation/inspection_notice.html", row, form, gathered=lines)


@gates.staff(Permission.INSPECTION_ANSWER)
@_get_or_post
def inspection_answers(request: StaffRequest, number: str) -> HttpResponse:
    """Write the measures, finding by finding; save them, or hand them in."""
    row = found(request, number)
    reads = may(request.seat.role, Permission.READ_ALL)
    if row.stage != Stage.NOTIFIED or not (reads or sides.answers(request.seat, row)):
        return redirect("inspection", row.number)
    form = MeasuresForm(row.findings.filter(stage__in=UNANSWERED), request.POST or None)
    handing_in = request.POST.get("action") == "hand_in"

    def act() -> None:
        answers.write(row, form.measures(), by=request.user)
        if handing_in:
            answers.hand_in(row, by=request.user)

    if _done(request, form, act):
        messages.success(
            request, _now("答复已交出。") if handing_in else _now("已保存，尚未交出。")
        )
        return redirect("inspection" if handing_in else "inspection_answers", row.number)
    return _page(request, "organisation/inspection_answers.html", row, form)


@gates.staff(Permission.INSPECT)
@_get_or_post
def inspection_acceptance(request: StaffRequest, number: str) -> HttpResponse:
    """Accept or send back every answer."""
    row = to_inspect(request, number)
    if row.stage != Stage.ANSWERED:
        return redirect("inspection", row.number)
    waiting = row.findings.filter(stage=FindingStage.ANSWERED)
    form = AcceptanceForm(waiting, request.POST or None, initial=TEN)

    def act() -> None:
        rest = {name: form.cleaned_data[name] for name in ("conclusion", "days")}
        answers.judge(row, form.judgements(), **rest, by=request.user)

    if _done(request, form, act):
        messages.success(request, _now("验收意见已发出。"))
        return redirect("inspection", row.number)
    return _page(request, "organisation/inspection_acceptance.html", row, form)


def _done(request: StaffRequest, form: forms.Form, act: Callable[[], None]) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act()
    except Refused as refusal:
        add_refusal(form, refusal)
        return False
    return True


def _page(
    request: StaffRequest, template: str, row: Inspection, form: forms.Form, **more: Any
) -> HttpResponse:
    context = {**told(request, row), "form": form, **more}
    if isinstance(form, MeasuresForm | AcceptanceForm):
        for line in context["findings"]:
            line["input"] = form.of(line["row"])
    return render(request, template, context, status=422 if form.errors else 200)
