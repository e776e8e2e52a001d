"""Staff of one's subtree: who has which post, appointing, ending a post, a lost second factor."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank.access import endings, reach, staffing
from creditbank.bank.access.permissions import Permission, may, may_appoint
from creditbank.bank.accounts.masks import mask_email
from creditbank.bank.organisations.models import Appointment, AppointmentSet
from creditbank.bank.organisations.roles import Role
from creditbank.bank.refusals import Refused
from creditbank.bank.users import second_factors
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest

PAGE = 50
SUGGESTED = 500
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class AppointForm(forms.Form):
    """Whom, as what, where, until when; the organisation by its code, names are not unique."""

    email = forms.EmailField(
        label=_("邮箱"),
        max_length=200,
        help_text=_("本人使用的邮箱。新工作人员会在这里收到设置密码的链接。"),
        error_messages={"required": _("请填写邮箱。"), "invalid": _("请填写完整的邮箱地址。")},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("姓名"),
        max_length=60,
        error_messages={"required": _("请填写姓名。")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("角色"), error_messages={"required": _("请选择角色。")}, choices=()
    )
    organisation = forms.CharField(
        label=_("机构代码"),
        max_length=20,
        help_text=_("您辖区内机构的代码。"),
        error_messages={"required": _("请填写机构代码。")},
        widget=forms.TextInput({"class": "is-short", "autocomplete": "off", "list": "places"}),
    )
    until = forms.DateField(
        label=_("最后一天"),
        required=False,
        help_text=_("不填表示没有期限。"),
        error_messages={"invalid": _("请填写日期，例如 2027-06-30。")},
        widget=forms.DateInput({"type": "date", "class": "is-short"}, format="%Y-%m-%d"),
    )

    def __init__(self, seat: Appointment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = may_appoint(seat.role)
        choices = [(role.value, role.label) for role in Role if role in known]
        self.fields["role"].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a post ends, or a second factor is set up anew."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        help_text=_("会记入历史。请不要写证件号码。"),
        error_messages={"required": _("请写明原因。")},
    )


@gates.staff(Permission.STAFF_MANAGE)
@require_safe
def staff(request: StaffRequest) -> HttpResponse:
    """Posts in force in the subtree, by organisation, page by page."""
    role, place = request.GET.get("role", ""), request.GET.get("place", "").strip()
    rows = staffing.within(request.seat)
    rows = rows.filter(role=role) if role in Role.values else rows
    if place:
        named = Q(organisation__name_zh__icontains=place) | Q(organisation__code=place)
        rows = rows.filter(named)
    found = list(_after(rows, request.GET.get("after", ""))[: PAGE + 1])
    filters = {name: value for name, value in (("role", role), ("place", place)) if value}
    context = {
        "lines": [line_of(request.seat, row) for row in found[:PAGE]],
        "roles": Role.choices,
        "role": role,
        "place": place,
        "first": "?" + urlencode(filters) if request.GET.get("after") else "",
        "next": _next(filters, found[PAGE - 1]) if len(found) > PAGE else "",
    }
    return render(request, "organisation/staff.html", context)


@gates.staff(Permission.STAFF_MANAGE)
@_get_or_post
def staff_new(request: StaffRequest) -> HttpResponse:
    """Appoint somebody by e-mail address."""
    initial = {"organisation": request.seat.organisation.code}
    form = AppointForm(request.seat, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _appoint(request, form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已任命，本人会收到邮件。"))
            return redirect("staff")
    places = reach.organisations(request.seat).filter(closed_on=None).order_by("path")[:SUGGESTED]
    return render(request, "organisation/staff_new.html", {"form": form, "places": places})


@gates.staff(Permission.STAFF_MANAGE)
@_get_or_post
def staff_end(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """End a post, with a reason."""
    post, form = post_of(request, appointment_id), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            staffing.dismiss(request.seat, post, by=request.user, reason=reason)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("岗位已结束，从现在起不能再使用。"))
            return redirect("staff" if post.user_id != request.user.pk else "work")
    context = {"form": form, "line": line_of(request.seat, post)}
    return render(request, "organisation/staff_end.html", context)


@gates.staff(Permission.STAFF_MANAGE)
@_get_or_post
def staff_second_factor(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Take away a lost second factor; the next sign-in sets up another one."""
    post, form = post_of(request, appointment_id), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            staffing.reset_second_factor(request.seat, post, by=request.user, reason=reason)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已重置，本人下次登录时重新设置，并会收到邮件。"))
            return redirect("staff")
    context = {"form": form, "line": line_of(request.seat, post)}
    return render(request, "organisation/staff_second_factor.html", context)


def _appoint(request: StaffRequest, told: dict[str, Any]) -> None:
    place = reach.called(request.seat, told["organisation"])
    staffing.appoint(
        request.seat,
        email=told["email"],
        name=told["name"],
        role=Role(told["role"]),
        organisation=place,
        until=told["until"],
        by=request.user,
    )


def post_of(request: StaffRequest, appointment_id: UUID) -> Appointment:
    """A post within reach; everybody else's is not found."""
    row = staffing.within(request.seat).filter(pk=appointment_id).first()
    if row is None:
        raise Http404
    return row


def _after(rows: AppointmentSet, place: str) -> AppointmentSet:
    path, _comma, last = place.rpartition(",")
    try:
        last_id = UUID(last)
    except ValueError:
        return rows
    later = Q(organisation__path__gt=path) | Q(organisation__path=path, id__gt=last_id)
    return rows.filter(later)


def _next(filters: dict[str, str], last: Appointment) -> str:
    return "?" + urlencode({**filters, "after": f"{last.organisation.path},{last.pk}"})


def line_of(seat: Appointment, row: Appointment) -> dict[str, Any]:
    """A post as it is shown, and whether this administrator manages it."""
    manages = may(seat.role, Permission.STAFF_MANAGE) and staffing.manages(seat, row)
    return {
        "id": row.pk,
        "name": row.user.name or row.user.label,
        "email": mask_email(row.user.email or ""),
        "role": row.get_role_display(),
        "place": row.organisation,
        "since": row.valid_from,
        "until": row.valid_to,
        "ends_soon": endings.is_near(row),
        "second_factor": second_factors.is_set_up(row.user),
        "manages": manages,
        "is_self": row.user_id == seat.user_id,
    }
