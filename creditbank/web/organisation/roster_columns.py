"""Which column of a sheet is which field, where it was not recognised or not well."""

from collections import Counter
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from creditbank.bank.desk import engines, naming, permits, runs
from creditbank.bank.imports.models import Run
from creditbank.bank.refusals import Refused
from creditbank.bank.sheets.pages import letters
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation import roster_lines
from creditbank.web.organisation.roster_runs import run_of


class ColumnsForm(forms.Form):
    """A column, by its letter, for each field that the kind knows."""

    def __init__(self, run: Run, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run, fields = run, engines.engine(run.kind).fields
        there = [(letters(at), roster_lines.column_called(run, at)) for at in range(_width(run))]
        for name in fields.names:
            places = run.layout.get("places", {}).get(name)
            self.fields[name] = forms.ChoiceField(
                label=naming.field_called(fields, name),
                choices=[("", _("表里没有这一项")), *there],
                required=False,
                initial=letters(places[0]) if places else "",
                widget=forms.Select({"class": "form-select"}),
                error_messages={"invalid_choice": _("表里没有这一列，请重新选择。")},
            )

    def clean(self) -> dict[str, Any]:
        """One column is one field's."""
        told = super().clean() or {}
        uses = Counter(letter for letter in told.values() if letter)
        for name, letter in list(told.items()):
            if uses[letter] > 1:
                self.add_error(name, _("同一列只能用于一项，请重新选择。"))
        return told

    @property
    def corrections(self) -> dict[str, str]:
        """What differs from what is recognised, and what was told before."""
        return {
            name: letter
            for name, letter in self.cleaned_data.items()
            if letter != self.fields[name].initial or name in self.run.columns
        }


@gates.staff(*permits.ANY)
@require_http_methods(["GET", "HEAD", "POST"])
def roster_columns(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Say which column is which, and have the file checked again."""
    run = run_of(request, run_id)
    if not (run.moves.allows(run.stage, "recheck") and _width(run)):
        return redirect("roster_run", run.pk)
    form = ColumnsForm(run, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            runs.recheck(run, form.corrections, by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("roster_run", run.pk)
    context = {
        "form": form,
        "line": roster_lines.of_run(run),
        "run": run,
        "may_bring": permits.kinds(request.seat),
    }
    return render(request, "organisation/roster_columns.html", context)


def _width(run: Run) -> int:
    return len(run.layout.get("headings", ()))
