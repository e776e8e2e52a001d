"""A post that goes to somebody else, or lasts longer."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.views.decorators.http import require_http_methods

from creditbank.bank.access import staffing
from creditbank.bank.access.permissions import Permission
from creditbank.bank.administration import posts
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation.staff import AppointForm, ReasonForm, line_of, post_of

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class HandOverForm(ReasonForm):
    """To whom, as in an appointment, and why."""

    email = AppointForm.base_fields["email"]
    name = AppointForm.base_fields["name"]
    field_order = ("email", "name", "reason")


class ExtendForm(forms.Form):
    """Until when; without a day there is no end."""

    until = AppointForm.base_fields["until"]


@gates.staff(Permission.STAFF_MANAGE)
@_get_or_post
def staff_handover(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Give a post to somebody else from today on."""
    post, form = post_of(request, appointment_id), HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            posts.hand_over(request.seat, post, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已移交，两个人都会收到邮件。"))
            return redirect("staff" if post.user_id != request.user.pk else "work")
    context = {"form": form, "line": line_of(request.seat, post)}
    return render(request, "organisation/staff_handover.html", context)


@gates.staff(Permission.STAFF_MANAGE)
@_get_or_post
def staff_extension(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Give a post another last day."""
    post = post_of(request, appointment_id)
    initial: dict[str, Any] = {"until": post.valid_to}
    form = ExtendForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            until = form.cleaned_data["until"]
            staffing.extend(request.seat, post, until=until, by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("任期已修改，本人会收到邮件。"))
            return redirect("staff")
    context = {"form": form, "line": line_of(request.seat, post)}
    return render(request, "organisation/staff_extension.html", context)
