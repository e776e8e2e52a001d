"""Rosters that were brought in: the list of runs within reach, and bringing another one."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank.access import reach
from creditbank.bank.access.permissions import Permission
from creditbank.bank.desk import naming, runs
from creditbank.bank.imports.models import Run
from creditbank.bank.refusals import Refused
from creditbank.web import gates, paging, uploads
from creditbank.web.forms import FileInput, add_refusal
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation import roster_lines

PAGE = 30
SUGGESTED = 500
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class UploadForm(forms.Form):
    """Which file, of which kind, for whom; where only one kind is known, nobody is asked for it."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("XLSX、XLS、ODS 或 CSV。各列的顺序和名称不限，表头上方可以有标题。"),
        error_messages={
            "required": _("请选择文件。"),
            "empty": _("文件是空的。请选择填好的名册。"),
        },
        widget=FileInput({"accept": ".xlsx,.xls,.xlsm,.xlsb,.ods,.et,.csv,.txt"}),
    )
    kind = forms.ChoiceField(label=_("名册种类"), required=False)
    organisation = forms.CharField(
        label=_("机构代码"),
        max_length=20,
        help_text=_("为哪个机构导入：本机构或辖区内机构的代码。名册里的教学点须在它的范围内。"),
        error_messages={"required": _("请填写机构代码。")},
        widget=forms.TextInput({"class": "is-short", "autocomplete": "off", "list": "places"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = naming.kinds()
        if len(known) > 1:
            choices = [("", naming.kind_called("")), *known]
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["kind"]

    @property
    def kind_told(self) -> str:
        """The kind, where somebody or the bank knows it."""
        kinds = naming.kinds()
        return str(self.cleaned_data["kind"]) if "kind" in self.fields else kinds[0][0]


@gates.staff(Permission.ROSTERS_IMPORT)
@require_safe
def rosters(request: StaffRequest) -> HttpResponse:
    """Runs of the subtree, the latest first, page by page."""
    rows = runs.of(request.seat.organisation)
    rows = paging.earlier(rows, request.GET.get("before", ""), moment="created_at")
    found = list(rows[: PAGE + 1])
    context = {
        "lines": [roster_lines.of_run(row) for row in found[:PAGE]],
        "first": "?" if request.GET.get("before") else "",
        "next": _next(found[PAGE - 1]) if len(found) > PAGE else "",
    }
    return render(request, "organisation/rosters.html", context)


@gates.staff(Permission.ROSTERS_IMPORT)
@uploads.sealed
@_get_or_post
def roster_new(request: StaffRequest) -> HttpResponse:
    """Bring a file."""
    initial = {"organisation": request.seat.organisation.code}
    posted = request.method == "POST"
    form = UploadForm(
        request.POST if posted else None, request.FILES if posted else None, initial=initial
    )
    if posted and form.is_valid():
        try:
            return redirect("roster_run", _received(request, form).pk)
        except Refused as refusal:
            add_refusal(form, refusal)
    places = reach.organisations(request.seat).order_by("path")[:SUGGESTED]
    return render(request, "organisation/roster_new.html", {"form": form, "places": places})


def _received(request: StaffRequest, form: UploadForm) -> Run:
    told = form.cleaned_data
    place = reach.called(request.seat, told["organisation"])
    return runs.receive(told["file"], kind=form.kind_told, organisation=place, by=request.user)


def _next(last: Run) -> str:
    return "?" + urlencode({"before": paging.place_of(last.created_at, last.pk)})
