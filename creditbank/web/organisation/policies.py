"""What provinces lay down: read, and set from a day on, with what held before."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank import clock
from creditbank.bank.access import reach
from creditbank.bank.access.permissions import Permission
from creditbank.bank.organisations import policies as verbs
from creditbank.bank.organisations.models import (
    Appointment,
    Capacity,
    FirstCheck,
    Organisation,
    Policy,
    PolicyKey,
)
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import ChoiceCards, add_refusal
from creditbank.web.gates import StaffRequest


class PolicyForm(forms.Form):
    """Who checks first, from when on."""

    value = forms.ChoiceField(
        label=_("初审"),
        choices=FirstCheck.choices,
        widget=ChoiceCards(
            hints={
                "nobody": _("学习者提交以后，直接进入省校的审核队列。"),
                "branch": _("分校先核对原件，再由省校审核。"),
                "study_centre": _("教学点先核对原件，再由省校审核。"),
            }
        ),
        error_messages={
            "required": _("请选择一项。"),
            "invalid_choice": _("请选择一项。"),
        },
    )
    since = forms.DateField(
        label=_("从哪一天起"),
        required=False,
        help_text=_("不填表示从今天起。以前提交的申请不受影响。"),
        error_messages={"invalid": _("请填写日期，例如 2027-06-30。")},
        widget=forms.DateInput({"type": "date", "class": "is-short"}, format="%Y-%m-%d"),
    )


@gates.staff(Permission.POLICIES_SET)
@require_safe
def policies(request: StaffRequest) -> HttpResponse:
    """The provinces within reach, each with what holds there today."""
    held = verbs.all_in_force(PolicyKey.FIRST_CHECK)
    rows = [(row, _label(held.get(row.pk, ""))) for row in _provinces(request.seat)]
    return render(request, "organisation/policies.html", {"rows": rows})


@gates.staff(Permission.POLICIES_SET)
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: StaffRequest, code: str) -> HttpResponse:
    """The policies of one province: what holds, what held, what will."""
    province = get_object_or_404(_provinces(request.seat), code=code)
    now = verbs.in_force(province, PolicyKey.FIRST_CHECK)
    form = PolicyForm(request.POST or None, initial={"value": now})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            verbs.lay_down(
                province, PolicyKey.FIRST_CHECK, told["value"], since=told["since"], by=request.user
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已设定。"))
            return redirect("policy", code)
    rows = verbs.laid_down(province, PolicyKey.FIRST_CHECK)
    context = {
        "organisation": province,
        "form": form,
        "now": _label(now),
        "rows": [_line(row) for row in rows],
    }
    return render(request, "organisation/policy.html", context)


def _provinces(seat: Appointment) -> QuerySet[Organisation]:
    rows = reach.organisations(seat).with_capacity(Capacity.PROVINCE)
    return rows.filter(closed_on=None).order_by("path")


def _label(value: str) -> str:
    return str(FirstCheck(value or FirstCheck.NOBODY).label)


def _line(row: Policy) -> dict[str, Any]:
    return {
        "value": _label(row.value),
        "since": row.valid_from,
        "by": row.by_label,
        "at": row.set_at,
        "coming": row.valid_from > clock.today(),
    }
