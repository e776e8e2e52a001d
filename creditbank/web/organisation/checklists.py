"""The checklists of one's own organisation: which are in force, and publishing another version."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank.access.permissions import Permission
from creditbank.bank.inspections import checklists
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Kind
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation.inspection_forms import ChecklistForm


@gates.staff(Permission.INSPECT)
@require_safe
def inspection_checklists(request: StaffRequest) -> HttpResponse:
    """What inspections ask today, for each kind of case."""
    here = request.seat.organisation
    known = [(kind, checklists.current(here, kind)) for kind in Kind]
    lines = [
        {"kind": kind, "known": one, "questions": [checklists.told(ask) for ask in one.questions]}
        for kind, one in known
    ]
    return render(request, "organisation/inspection_checklists.html", {"lines": lines})


@gates.staff(Permission.INSPECT)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_checklist(request: StaffRequest, kind: str) -> HttpResponse:
    """Publish the questions as they shall be from now on."""
    if kind not in Kind.values:
        raise Http404
    here = request.seat.organisation
    version = checklists.own_version(here, kind)
    lines = ChecklistForm.lines(checklists.current(here, kind).questions)
    form = ChecklistForm(request.POST or None, initial={"questions": lines})
    if request.method == "POST" and form.is_valid():
        try:
            checklists.publish(here, kind, form.told(), seen=_seen(request), by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已发布，以后抽样的检查按新的问题。"))
            return redirect("inspection_checklists")
    context = {"form": form, "kind": Kind(kind), "version": version}
    status = 422 if form.errors else 200
    return render(request, "organisation/inspection_checklist.html", context, status=status)


def _seen(request: StaffRequest) -> int:
    told = request.POST.get("seen", "")
    return int(told) if told.isdecimal() and len(told) < 6 else -1
