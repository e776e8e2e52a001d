"""What an auditor reads: the access log, and the history of a row."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from creditbank.bank.access.models import Disclosure
from creditbank.bank.access.permissions import Permission
from creditbank.bank.desk import audits
from creditbank.bank.history.models import Event
from creditbank.web import gates, paging
from creditbank.web.gates import StaffRequest

PAGE = 50


class LogForm(forms.Form):
    """Of whom, by whom, from when until when; public numbers only."""

    number = forms.CharField(label=_("账户号"), max_length=20, required=False)
    who = forms.CharField(label=_("工作人员"), max_length=120, required=False)
    since = forms.DateField(
        label=_("从"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


@gates.staff(Permission.ACCESS_LOG_SEE)
@require_safe
def log(request: StaffRequest) -> HttpResponse:
    """Who looked at whom, what, when and why; the newest first, page by page."""
    form = LogForm(request.GET or None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    asked = {name: value for name, value in told.items() if value}
    if "number" in asked:
        asked["number"] = asked["number"].strip().upper()
    rows = audits.looks(request.seat, **asked)
    rows = paging.earlier(rows, request.GET.get("before", ""), moment="at")
    found = list(rows[: PAGE + 1])
    filters = {name: str(value) for name, value in asked.items()}
    context = {
        "form": form,
        "lines": audits.lines(found[:PAGE]),
        "filtered": bool(filters),
        "first": "?" + urlencode(filters) if request.GET.get("before") else "",
        "next": _next(filters, found[PAGE - 1]) if len(found) > PAGE else "",
    }
    return render(request, "organisation/audit_log.html", context)


@gates.staff(Permission.HISTORY_SEE)
@require_safe
def history(request: StaffRequest) -> HttpResponse:
    """Everything that happened to an account or a submission, oldest first, page by page."""
    number = request.GET.get("number", "").strip()[:20]
    rows = audits.history(request.seat, number) if number else None
    found = (
        list(_behind(rows, request.GET.get("after", ""))[: PAGE + 1]) if rows is not None else []
    )
    context: dict[str, Any] = {
        "number": number,
        "unknown": bool(number) and rows is None,
        "changes": audits.changes(found[:PAGE]),
        "first": "?" + urlencode({"number": number}) if request.GET.get("after") else "",
        "next": "",
    }
    if len(found) > PAGE:
        context["next"] = "?" + urlencode({"number": number, "after": found[PAGE - 1].pk})
    return render(request, "organisation/audit_history.html", context)


def _next(filters: dict[str, str], last: Disclosure) -> str:
    return "?" + urlencode({**filters, "before": paging.place_of(last.at, last.pk)})


def _behind(rows: QuerySet[Event], place: str) -> QuerySet[Event]:
    return rows.filter(pk__gt=int(place)) if place.isdecimal() and len(place) < 19 else rows
