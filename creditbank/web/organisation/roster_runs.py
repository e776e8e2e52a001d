"""One run: how far it is, what it comes to, confirming it, giving it up, its rejected rows."""

import re
from collections.abc import Callable
from typing import IO, Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.views.decorators.http import require_POST, require_safe

from creditbank.bank.access import disclosures
from creditbank.bank.classes import staging as classes
from creditbank.bank.desk import engines, permits, runs
from creditbank.bank.files.spools import Spool
from creditbank.bank.imports.models import Run, Status
from creditbank.bank.imports.stages import UNDER_WAY
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation import roster_lines

PAGE = 50
_LINE = re.compile(r"-?\d{1,9}")


@gates.staff(*permits.ANY)
@require_safe
def roster_run(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """A run as it stands: under way, to be confirmed, or what became of it."""
    run = run_of(request, run_id)
    context: dict[str, Any] = {
        "run": run,
        "line": roster_lines.of_run(run),
        "may_bring": permits.kinds(request.seat),
    }
    if run.kind == "class":
        context |= {"class_name": classes.name_of(run), "training_class": classes.class_of(run)}
    if run.stage not in UNDER_WAY and run.layout.get("headings"):
        may_change = run.moves.allows(run.stage, "recheck")
        context["columns"] = roster_lines.columns(run)
        context["chosen_before"] = may_change and runs.chosen_before(run)
    if run.stage not in UNDER_WAY and run.counts:
        context |= {"figures": roster_lines.figures(run), **_rows(request, run)}
    return render(request, "organisation/roster_run.html", context)


@gates.staff(*permits.ANY)
@require_POST
def roster_confirm(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Have merged what was looked at, and nothing that was read since."""
    run = run_of(request, run_id)
    if request.POST.get("reading") != str(run.staging):
        messages.warning(request, _now("文件刚才又检查过一遍，请看过最新的结果再确认。"))
        return redirect("roster_run", run.pk)
    return _acted(request, run, lambda: runs.confirm(run, by=request.user))


@gates.staff(*permits.ANY)
@require_POST
def roster_cancel(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Give a run up before anything of it is written."""
    run = run_of(request, run_id)
    return _acted(request, run, lambda: runs.cancel(run, by=request.user))


@gates.staff(*permits.ANY)
@require_POST
def roster_forget(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Forget the columns chosen for these headings, and check again."""
    run = run_of(request, run_id)
    return _acted(request, run, lambda: runs.forget_columns(run, by=request.user))


@gates.staff(*permits.ANY)
@require_POST
def roster_rejected(request: StaffRequest, run_id: UUID) -> HttpResponseBase:
    """The rejected rows as a file like the one that came, with what is wrong in each."""
    run, spool = run_of(request, run_id), Spool()
    try:
        name = runs.write_rejected(run, cast("IO[bytes]", spool))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("roster_run", run.pk)
    disclosures.note(by=request.user, subject=run, what="roster_rejected")
    spool.rewind()
    response = FileResponse(spool, as_attachment=True, filename=name)
    response["Content-Length"] = str(spool.size)
    return response


def run_of(request: StaffRequest, run_id: UUID) -> Run:
    """A run within reach; every other one is not found."""
    run = permits.runs_of(request.seat).filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def _acted(request: StaffRequest, run: Run, verb: Callable[[], object]) -> HttpResponse:
    """Do it, and show the run as it stands then; who came too late is told."""
    try:
        verb()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("roster_run", run.pk)


def _rows(request: StaffRequest, run: Run) -> dict[str, Any]:
    """The rows that were asked for, from a line on."""
    show = roster_lines.shown(run, request.GET.get("show", ""))
    chosen = {"status" if show in Status.values else "change": show}
    rows = runs.rows(run, **({} if show == roster_lines.EVERYTHING else chosen))
    first = request.GET.get("from", "").strip()
    if _LINE.fullmatch(first):
        rows = rows.filter(line__gte=int(first))
    found = list(rows[: PAGE + 1])
    fields = engines.engine(run.kind).fields
    following = {"show": show, "from": found[PAGE].line} if len(found) > PAGE else {}
    choices = roster_lines.choices(run)
    return {
        "choices": choices,
        "is_long": any(one.show == show and one.number > PAGE for one in choices),
        "show": show,
        "from": first,
        "rows": [roster_lines.of_row(row, fields) for row in found[:PAGE]],
        "first": f"?{urlencode({'show': show})}#rows" if first else "",
        "next": f"?{urlencode(following)}#rows" if following else "",
    }
