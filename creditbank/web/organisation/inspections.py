"""Inspections: the list, drawing one, where it stands, its report."""

import contextlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank import clock
from creditbank.bank.access import reach
from creditbank.bank.access.permissions import Permission, may
from creditbank.bank.calendar import counting, working_days
from creditbank.bank.desk.reviewers import oneself
from creditbank.bank.inspections import assessments, checklists, draws, sides
from creditbank.bank.inspections.models import Answer, Finding, Inspection, Sampled
from creditbank.bank.inspections.stages import AT_WORK, Stage
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Verdict
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation.inspection_forms import DrawForm

PAGE, SUGGESTED = 50, 500


def found(request: StaffRequest, number: str) -> Inspection:
    """The inspection of that number, if it is any business of this seat."""
    row = sides.visible(request.seat).filter(number=number).first()
    if row is None:
        raise Http404
    return row


def to_inspect(request: StaffRequest, number: str) -> Inspection:
    """The same, of the inspector's side only; who reads everything may look."""
    row = found(request, number)
    if not sees_sample(request.seat, row):
        raise Http404
    return row


def sees_sample(seat: Appointment, row: Inspection) -> bool:
    """Whether the cases of the sample may be opened."""
    return sides.inspects(seat, row) or may(seat.role, Permission.READ_ALL)


@gates.staff(Permission.PROGRESS_SEE)
@require_safe
def inspection_list(request: StaffRequest) -> HttpResponse:
    """Inspections by and of the subtree, the newest first."""
    rows = sides.visible(request.seat)
    with contextlib.suppress(KeyError, ValueError):
        rows = rows.filter(id__lt=UUID(request.GET["before"]))
    page = list(rows[: PAGE + 1])
    context = {
        "rows": [(row, left(row)) for row in page[:PAGE]],
        "previous": "?" if "before" in request.GET else "",
        "next": f"?before={page[PAGE - 1].pk}" if len(page) > PAGE else "",
    }
    return render(request, "organisation/inspections.html", context)


@gates.staff(Permission.INSPECT)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_new(request: StaffRequest) -> HttpResponse:
    """Draw a sample."""
    form = DrawForm(request.POST or None, initial={"wanted": 20})
    if request.method == "POST" and form.is_valid():
        try:
            row = _draw(request, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已抽样，可以逐件检查。"))
            return redirect("inspection", row.number)
    below = reach.organisations(request.seat).exclude(pk=request.seat.organisation_id)
    context = {"form": form, "places": below.order_by("path")[:SUGGESTED]}
    status = 422 if form.errors else 200
    return render(request, "organisation/inspection_new.html", context, status=status)


@gates.staff(Permission.PROGRESS_SEE)
@require_safe
def inspection(request: StaffRequest, number: str) -> HttpResponse:
    """One inspection: what it is, how far it has got, what is to be done next."""
    row = found(request, number)
    ours, at_work = sides.inspects(request.seat, row), row.stage in AT_WORK
    context = {
        **told(request, row),
        "inspects": ours,
        "answers": sides.answers(request.seat, row) and row.stage == Stage.NOTIFIED,
    }
    if sees_sample(request.seat, row):
        lines = samples(request, row)
        undone = [line for line in lines if not line["row"].assessed_at]
        context |= {
            "samples": lines,
            "done": len(lines) - len(undone),
            "next": undone[0] if undone and ours and at_work else None,
            "complete": ours and at_work and not undone,
            "accepts": ours and row.stage == Stage.ANSWERED,
        }
    return render(request, "organisation/inspection.html", context)


@gates.staff(Permission.PROGRESS_SEE)
@require_safe
def inspection_report(request: StaffRequest, number: str) -> HttpResponse:
    """Everything about an inspection on one sheet, to be printed; drawn again where asked for."""
    row = found(request, number)
    context = {
        **told(request, row),
        "tally": _tally(row, list(assessments.samples(row, request.seat.organisation))),
        "checked": "check" in request.GET,
        "holds": "check" in request.GET and draws.holds(row),
    }
    return render(request, "organisation/inspection_report.html", context)


def told(request: StaffRequest, row: Inspection) -> dict[str, Any]:
    """What every page of an inspection shows; findings once the branch knows them."""
    findings = row.findings.select_related("sampled__case__place")
    return {
        "row": row,
        "left": left(row),
        "findings": [_finding(request, row, one) for one in findings],
        "events": list(_events(row)),
    }


def left(row: Inspection) -> int | None:
    """Working days left to answer; negative is overdue."""
    if row.stage != Stage.NOTIFIED or row.notified_at is None:
        return None
    day = row.notified_at.astimezone(clock.SHANGHAI).date()
    days = row.days - counting.used(day, clock.today(), working_days.table())
    return min(days, -1) if row.is_overdue else max(days, 0)


def samples(request: StaffRequest, row: Inspection) -> list[dict[str, Any]]:
    """The sample, a line each."""
    rows = assessments.samples(row, request.seat.organisation)
    return [_sample(one) for one in rows.prefetch_related("case__decisions")]


def _sample(row: Sampled) -> dict[str, Any]:
    decided = [one for one in row.case.decisions.all() if one.stage == "effective"]
    last = max(decided, key=lambda one: one.decided_at, default=None)
    return {
        "row": row,
        "case": row.case,
        "verdict": Verdict(last.verdict).label if last else "",
        "findings": len(row.findings),
    }


def _finding(request: StaffRequest, row: Inspection, finding: Finding) -> dict[str, Any]:
    # A person who has moved out of reach meanwhile is not named any more.
    case = finding.sampled.case
    near = case.place.is_within(request.seat.organisation)
    return {
        "row": finding,
        "number": case.number if near else "",
        "position": finding.sampled.position,
        "question": checklists.told(row.questions[finding.place]),
    }


def _tally(row: Inspection, drawn: list[Sampled]) -> list[dict[str, Any]]:
    """Of each question how often it was answered how."""
    lines = []
    for place, question in enumerate(row.questions):
        answers = [one.answers[place]["answer"] for one in drawn if one.answers]
        counts = [answers.count(answer) for answer in Answer.values]
        lines.append({"question": checklists.told(question), "counts": counts})
    return lines


def _events(row: Inspection) -> Any:
    yield {"what": _("抽样"), "when": row.drawn_at, "who": row.inspector_label}
    if row.notified_at:
        yield {"what": _("发出整改通知"), "when": row.notified_at, "tone": "is-warn"}
    if row.answered_at:
        yield {"what": _("答复"), "when": row.answered_at, "who": row.answered_by_label}
    if row.closed_at:
        yield {"what": _("结束"), "when": row.closed_at, "tone": "is-good", "why": row.conclusion}


def _draw(request: StaffRequest, *, branch: str, **wanted: Any) -> Inspection:
    place = reach.organisations(request.seat).filter(code=branch.strip()).first()
    if place is None:
        raise Refused("too_far", _("您的辖区内没有这个代码的机构。"), field="branch")
    own = oneself(request.user)
    row: Inspection = draws.draw(request.seat, place, **wanted, oneself=own, by=request.user)
    return row
