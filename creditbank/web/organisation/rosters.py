"""Rosters that were brought in: the list of runs within reach, and bringing another one."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank.access import reach
from creditbank.bank.classes import invitations
from creditbank.bank.classes.rosters import LONGEST_NAME
from creditbank.bank.desk import naming, permits, runs
from creditbank.bank.imports.models import Run
from creditbank.bank.organisations.models import Appointment
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
    class_name = forms.CharField(
        label=_("培训班名称"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_(
            "只用于培训班名册：名称相同就是同一个班。不填时用文件名（不含扩展名）作为班名。"
        ),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    organisation = forms.CharField(
        label=_("机构代码"),
        max_length=20,
        help_text=_("为哪个机构导入：本机构或辖区内机构的代码。名册里的教学点须在它的范围内。"),
        error_messages={"required": _("请填写机构代码。")},
        widget=forms.TextInput({"class": "is-short", "autocomplete": "off", "list": "places"}),
    )

    def __init__(self, seat: Appointment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = permits.kinds(seat)
        choices = [("", naming.kind_called("")), *naming.kinds(seat)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        if len(self.kinds) == 1:
            del self.fields["kind"]
        if "class" not in self.kinds:
            del self.fields["class_name"]

    @property
    def told(self) -> dict[str, Any]:
        """The kind, where somebody or the bank knows it, and what else goes with the file."""
        kind = self.kinds[0] if len(self.kinds) == 1 else self.cleaned_data["kind"]
        class_name = self.cleaned_data.get("class_name", "")
        return {"kind": kind, "kinds": self.kinds, "class_name": class_name}


@gates.staff(*permits.ANY)
@require_safe
def rosters(request: StaffRequest) -> HttpResponse:
    """Runs of the subtree, the latest first, page by page."""
    rows = permits.runs_of(request.seat)
    rows = paging.earlier(rows, request.GET.get("before", ""), moment="created_at")
    found = list(rows[: PAGE + 1])
    context = {
        "may_bring": permits.kinds(request.seat),
        "lines": [roster_lines.of_run(row) for row in found[:PAGE]],
        "first": "?" if request.GET.get("before") else "",
        "next": _next(found[PAGE - 1]) if len(found) > PAGE else "",
    }
    return render(request, "organisation/rosters.html", context)


@gates.staff(*permits.ANY)
@uploads.sealed
@_get_or_post
def roster_new(request: StaffRequest) -> HttpResponse:
    """Bring a file; `?class=` names the class that it is for."""
    seat, may_bring = request.seat, permits.kinds(request.seat)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(seat, *typed, initial=_initial(request))
    if may_bring and form.is_valid():
        try:
            return redirect("roster_run", _received(request, form).pk)
        except Refused as refusal:
            add_refusal(form, refusal)
    places = reach.organisations(seat).order_by("path")[:SUGGESTED]
    context = {"form": form, "places": places, "may_bring": may_bring}
    return render(request, "organisation/roster_new.html", context)


def _initial(request: StaffRequest) -> dict[str, str]:
    """For the own organisation, unless it is for a class within reach."""
    below = request.seat.organisation
    one = invitations.of(below).filter(number=request.GET.get("class", "")).first()
    if one is None or "class" not in permits.kinds(request.seat):
        return {"organisation": below.code}
    return {"organisation": one.organisation.code, "kind": "class", "class_name": one.name}


def _received(request: StaffRequest, form: UploadForm) -> Run:
    told = form.cleaned_data
    place = reach.called(request.seat, told["organisation"])
    return runs.receive(told["file"], organisation=place, by=request.user, **form.told)


def _next(last: Run) -> str:
    return "?" + urlencode({"before": paging.place_of(last.created_at, last.pk)})
