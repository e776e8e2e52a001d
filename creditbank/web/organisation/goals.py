"""Goals of an organisation below: set, looked at, dropped."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from creditbank.bank.access.permissions import Permission
from creditbank.bank.progress import goals
from creditbank.bank.progress.models import Goal
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation.progress_frames import Frame


class GoalForm(forms.Form):
    """What, how much, by when."""

    measure = forms.ChoiceField(label=_("指标"), choices=Goal.Measure)
    amount = forms.IntegerField(
        label=_("目标值"),
        min_value=1,
        max_value=100_000_000,
        help_text=_("激活率填百分数，例如 80。"),
        error_messages={"required": _("请填写目标值。"), "invalid": _("请填写整数。")},
        widget=forms.NumberInput({"class": "is-short"}),
    )
    due_on = forms.DateField(
        label=_("截止日期"),
        error_messages={"required": _("请填写截止日期。"), "invalid": _("请填写完整的日期。")},
        widget=forms.DateInput({"type": "date", "class": "is-short"}, format="%Y-%m-%d"),
    )


@gates.staff(Permission.GOALS_SET)
@require_http_methods(["GET", "HEAD", "POST"])
def progress_goals(request: StaffRequest, code: str) -> HttpResponse:
    """The goals of an organisation, and another one."""
    frame = Frame(request.seat, code, request.GET)
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            goals.set_goal(
                request.seat,
                frame.top,
                measure=Goal.Measure(told["measure"]),
                amount=told["amount"],
                due_on=told["due_on"],
                by=request.user,
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("目标已设定。"))
            return redirect("progress_goals", code=code)
    may_set = goals.may_set(request.seat, frame.top)
    context = {"frame": frame, "form": form, "may_set_goals": may_set}
    return render(request, "organisation/progress_goals.html", context)


@gates.staff(Permission.GOALS_SET)
@require_POST
def progress_goal_removal(request: StaffRequest, code: str, goal_id: UUID) -> HttpResponse:
    """Drop a goal."""
    frame = Frame(request.seat, code, request.GET)
    goal = goals.of(frame.top).select_related("organisation").filter(pk=goal_id).first()
    if goal is None:
        raise Http404
    try:
        goals.drop(request.seat, goal, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, gettext("目标已取消。"))
    return redirect("progress_goals", code=code)
