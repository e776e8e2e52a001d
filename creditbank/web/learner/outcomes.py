"""A learner's outcomes: those in the bank, all of them, one of them, taking one back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank.catalogue import classes
from creditbank.bank.desk import appeals
from creditbank.bank.outcomes import deposits, descriptions, remarks, trail
from creditbank.bank.outcomes.models import Evidence, Outcome
from creditbank.bank.outcomes.stages import Stage
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.learner.lines import clocks_of, lines

A_PAGE = 20


@gates.learner
@require_safe
def stored(request: gates.LearnerRequest) -> HttpResponse:
    """我的学习成果: what is in the bank, by class."""
    rows = lines(Outcome.objects.of(request.account).stored().known())
    groups = [
        (group, [line for line in rows if line.outcome.kind.outcome_class == group.code])
        for group in classes.groups()
    ]
    return render(request, "learner/outcomes.html", {"groups": groups, "has_any": bool(rows)})


@gates.learner
@require_safe
def every(request: gates.LearnerRequest) -> HttpResponse:
    """全部成果: every state with its deadline; where one lands after submitting."""
    own = Outcome.objects.of(request.account).known()
    stage = request.GET.get("stage", "")
    if stage in Stage.values:
        own = own.filter(stage=stage)
    page = Paginator(own, A_PAGE).get_page(request.GET.get("page"))
    kept = f"&stage={stage}" if stage in Stage.values else ""
    context = {
        "lines": lines(page.object_list),
        "page": page,
        "stages": Stage.choices,
        "stage": stage,
        "previous": f"?page={page.number - 1}{kept}" if page.has_previous() else "",
        "next": f"?page={page.number + 1}{kept}" if page.has_next() else "",
    }
    return render(request, "learner/outcomes_all.html", context)


@gates.learner
@require_safe
def one(request: gates.LearnerRequest, number: str) -> HttpResponse:
    """One outcome: state, deadline, fields with the reviewer's words, scans, history."""
    outcome = own_outcome(request, number)
    rows = descriptions.rows(outcome)
    fields = [*(row.field for row in rows), "evidence"]
    beside, apart = remarks.placed(remarks.latest(outcome), fields)
    context = {
        "outcome": outcome,
        "title": descriptions.title(outcome) or outcome.number,
        "rows": [(row, beside.get(row.field, [])) for row in rows],
        "apart": apart,
        "about_evidence": beside.get("evidence", []),
        "appeal": appeals.standing(outcome),
        "clock": clocks_of([outcome]).get(outcome.pk),
        "scans": scans(outcome),
        "steps": list(reversed(trail.of(outcome))),
        "undecided": _("认证办法另行制定") if not outcome.kind.is_certified_how else "",
    }
    return render(request, "learner/outcome.html", context)


@gates.learner
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: gates.LearnerRequest, number: str) -> HttpResponse:
    """撤回: asked once more, then done."""
    outcome = own_outcome(request, number)
    if request.method == "POST":
        try:
            deposits.withdraw(outcome, by=request.account)
        except Refused as refusal:
            return told_no(request, refusal, outcome)
        messages.success(request, _("已撤回。证书编号不再被占用，需要时可以重新添加。"))
        return redirect("outcome", number=number)
    context = {
        "title": _("撤回这项学习成果？"),
        "text": _("撤回后不再审核；以后需要存储时请重新添加。"),
        "action": _("撤回"),
        "css": "btn-reject",
    }
    return _confirm(request, outcome, context)


@gates.learner
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: gates.LearnerRequest, number: str) -> HttpResponse:
    """Throwing a draft away."""
    outcome = own_outcome(request, number)
    if request.method == "POST":
        try:
            deposits.discard(outcome, by=request.account)
        except Refused as refusal:
            return told_no(request, refusal, outcome)
        messages.success(request, _("草稿已删除。"))
        return redirect("outcomes_all")
    context = {
        "title": _("删除这份草稿？"),
        "text": _("填写的内容和上传的材料都会删除，不能恢复。"),
        "action": _("删除草稿"),
        "css": "btn-reject",
    }
    return _confirm(request, outcome, context)


def own_outcome(request: gates.LearnerRequest, number: str) -> Outcome:
    """An outcome of the learner who asks; anybody else's is not found."""
    outcome = get_object_or_404(Outcome.objects.of(request.account).known(), number=number)
    outcome.account = request.account
    return outcome


def scans(outcome: Outcome) -> list[dict[str, Any]]:
    """The pages of every scan, for thumbs and the viewer; the name is the learner's own."""
    return [
        {
            "evidence": evidence,
            "name": evidence.file.name,
            "pages": _pages(outcome, evidence),
            "path": reverse("evidence_original", args=[outcome.number, evidence.pk]),
        }
        for evidence in outcome.evidence.select_related("file__person_key")
        if not evidence.file.is_erased
    ]


def _pages(outcome: Outcome, evidence: Evidence) -> list[str]:
    return [
        reverse("evidence_page", args=[outcome.number, evidence.pk, page])
        for page in range(1, evidence.file.pages + 1)
    ]


def _confirm(
    request: gates.LearnerRequest, outcome: Outcome, context: dict[str, Any]
) -> HttpResponse:
    back = reverse("outcome", args=[outcome.number])
    named = {"name": descriptions.title(outcome) or outcome.number, "back": back}
    return render(request, "learner/confirm.html", {**context, **named})


def told_no(
    request: gates.LearnerRequest, refusal: Refused, outcome: Outcome | None
) -> HttpResponse:
    """The 409 page, with the way to what it is about."""
    back = reverse("outcome", args=[outcome.number]) if outcome else reverse("outcomes_all")
    return render(request, "409.html", {"refusal": refusal, "back": back}, status=409)
