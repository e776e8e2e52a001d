"""What an administrator does to organisations: founding, editing, moving, merging, closing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from creditbank.bank.access import reach
from creditbank.bank.access.permissions import Permission, may_grant
from creditbank.bank.administration import mergers, obstacles
from creditbank.bank.administration import organisations as verbs
from creditbank.bank.administration.authorities import RESPONSIBLE, named
from creditbank.bank.organisations.models import Appointment, Capacity, Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.revisions import EDITED_MEANWHILE
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation.forms import FactsForm, FoundForm, MergeForm, MoveForm
from creditbank.web.organisation.staff import SUGGESTED, ReasonForm
from creditbank.web.organisation.tree import crumbs, within_reach

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@gates.staff(Permission.ORGANISATIONS_MANAGE)
@_get_or_post
def organisation_new(request: StaffRequest, code: str) -> HttpResponse:
    """Found an organisation under this one."""
    parent = within_reach(request, code)
    form = FoundForm(request.seat, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "code": form.cleaned_data["code"].strip().upper()}
        try:
            row = verbs.found(request.seat, parent=parent, by=request.user, **told)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已设立。"))
            return redirect("organisation", row.code)
    return _page(request, "organisation_new", parent, form)


@gates.staff(Permission.ORGANISATIONS_MANAGE)
@_get_or_post
def organisation_edit(request: StaffRequest, code: str) -> HttpResponse:
    """Change facts; of one's own organisation only who is responsible."""
    row = within_reach(request, code)
    form = _edit_form(request, row)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        if "capacities" in told:
            told["capacities"] += _kept(request.seat, row)
        seen = request.POST.get("seen", "")
        revision = int(seen) if seen.isdecimal() and len(seen) < 10 else -1
        try:
            verbs.edit(request.seat, row, seen=revision, by=request.user, **told)
        except Refused as refusal:
            add_refusal(form, refusal)
            if refusal.code == EDITED_MEANWHILE:
                row = within_reach(request, code)
        else:
            messages.success(request, _now("已保存。"))
            return redirect("organisation", row.code)
    more = {"kept": named(_kept(request.seat, row)), "differences": _differences(form, row)}
    return _page(request, "organisation_edit", row, form, **more)


@gates.staff(Permission.ORGANISATIONS_MANAGE)
@_get_or_post
def organisation_move(request: StaffRequest, code: str) -> HttpResponse:
    """Put an organisation under another parent, from today on."""
    row, form = within_reach(request, code), MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            to = _named(request.seat, told["to"], "to")
            verbs.move(request.seat, row, to=to, by=request.user, reason=told["reason"])
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已迁移，从今天起生效。"))
            return redirect("organisation", row.code)
    below = reach.organisations(request.seat).exclude(path__startswith=row.path)
    places = below.filter(closed_on=None).order_by("path")[:SUGGESTED]
    return _page(request, "organisation_move", row, form, places=places)


@gates.staff(Permission.ORGANISATIONS_MANAGE)
@_get_or_post
def organisation_merger(request: StaffRequest, code: str) -> HttpResponse:
    """Merge an organisation into one beside it, from today on."""
    row, form = within_reach(request, code), MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            into = _named(request.seat, told["into"], "into")
            mergers.merge(request.seat, row, into=into, by=request.user, reason=told["reason"])
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已合并，从今天起生效。"))
            return redirect("organisation", into.code)
    is_below = row.pk != request.seat.organisation_id
    places = mergers.siblings(row) if is_below else []
    return _page(request, "organisation_merger", row, form, places=places)


@gates.staff(Permission.ORGANISATIONS_MANAGE)
@_get_or_post
def organisation_closing(request: StaffRequest, code: str) -> HttpResponse:
    """Close an organisation where nothing is open any more."""
    row, form = within_reach(request, code), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            verbs.close(request.seat, row, by=request.user, reason=reason)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已关闭。"))
            return redirect("organisation", row.code)
    return _page(request, "organisation_closing", row, form)


def _page(
    request: StaffRequest, name: str, row: Organisation, form: forms.Form, **more: Any
) -> HttpResponse:
    context = {
        "organisation": row,
        "crumbs": crumbs(request.seat, row),
        "form": form,
        "open_there": obstacles.at(row)
        if name not in {"organisation_new", "organisation_edit"}
        else [],
        **more,
    }
    return render(request, _TEMPLATES[name], context)


_TEMPLATES = {
    "organisation_new": "organisation/organisation_new.html",
    "organisation_edit": "organisation/organisation_edit.html",
    "organisation_move": "organisation/organisation_move.html",
    "organisation_merger": "organisation/organisation_merger.html",
    "organisation_closing": "organisation/organisation_closing.html",
}


def _edit_form(request: StaffRequest, row: Organisation) -> FactsForm:
    initial = {name: getattr(row, name) for name in FactsForm.base_fields}
    form = FactsForm(request.seat, request.POST or None, initial=initial)
    if verbs.editable(request.seat, row) == RESPONSIBLE:
        for name in set(form.fields) - set(RESPONSIBLE):
            del form.fields[name]
    return form


def _differences(form: FactsForm, row: Organisation) -> list[tuple[Any, str]]:
    """What stands in the bank otherwise than it was typed, once somebody else saved meanwhile."""
    if not form.non_field_errors():
        return []
    told = [(field, getattr(row, field.name)) for field in form if field.name != "capacities"]
    return [(field.label, now) for field, now in told if now != (field.value() or "").strip()]


def _kept(seat: Appointment, row: Organisation) -> list[str]:
    """What an organisation is by the will of somebody above, whatever is chosen here."""
    given = may_grant(seat.role)
    return [one for one in row.capacities if Capacity(one) not in given]


def _named(seat: Appointment, code: str, field: str) -> Organisation:
    row = reach.organisations(seat).filter(code=code.strip().upper()).first()
    if row is None:
        raise Refused("too_far", _("您的辖区内没有这个代码的机构。"), field=field)
    return row
