"""Depositing: the form of a new outcome, and of one that is still the learner's to write in.

Whatever was typed in the right shape, and every file that could be read, is kept in a draft before
anything is complained about: a photo need not be sent twice over a slow line.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from creditbank.bank import limits
from creditbank.bank.catalogue import classes, entries
from creditbank.bank.catalogue.models import CertificateType
from creditbank.bank.outcomes import deposits, evidence, remarks
from creditbank.bank.outcomes.checks import Incomplete
from creditbank.bank.outcomes.models import Evidence, Outcome
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.learner import forms
from creditbank.web.learner.outcomes import own_outcome, scans, told_no

# Nobody has so many certificates; somebody who would fill the disk has.
FILES_A_DAY, DAY = 200, dt.timedelta(days=1)
UNTOUCHABLE = {"moved_on", "not_editable"}


@dataclass
class Sheet:
    """One deposit form on its way: from which entry, into which outcome if there is one yet."""

    entry: CertificateType | None
    outcome: Outcome | None
    token: str = ""


@gates.learner
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: gates.LearnerRequest) -> HttpResponse:
    """添加学习成果: what there is to deposit; with `?certificate=` or `?other=1` its form."""
    code, other = request.GET.get("certificate", ""), request.GET.get("other", "")
    if not code and not other:
        return render(request, "learner/outcome_new.html", {"groups": classes.groups()})
    sheet = Sheet(_entry(code), None, request.POST.get("draft", "") or forms.new_draft_id())
    if request.method == "POST":
        sheet.outcome = _begun(request, sheet.token)
        return _handed_in(request, sheet)
    return _page(request, sheet, forms.DepositForm(entry=sheet.entry))


@gates.learner
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: gates.LearnerRequest, number: str) -> HttpResponse:
    """A draft, or a returned one with the reviewer's words; `?certificate=` chooses anew."""
    outcome = own_outcome(request, number)
    if not outcome.is_editable:
        return redirect("outcome", number=number)
    chosen, other = request.GET.get("certificate", ""), request.GET.get("other", "")
    anew = bool(chosen or other)
    sheet = Sheet(_entry(chosen) if anew else outcome.certificate_type, outcome)
    if request.method == "POST":
        return _handed_in(request, sheet)
    kept = outcome.evidence.count()
    return _page(request, sheet, forms.DepositForm(entry=sheet.entry, outcome=outcome, kept=kept))


def _handed_in(request: gates.LearnerRequest, sheet: Sheet) -> HttpResponse:
    strict = request.POST.get("action") != forms.DRAFT
    form = forms.DepositForm(
        request.POST,
        request.FILES,
        entry=sheet.entry,
        outcome=sheet.outcome,
        strict=strict,
        kept=_kept(request, sheet.outcome),
    )
    form.is_valid()
    try:
        _store(request, sheet, form)
        if strict and not form.errors and sheet.outcome:
            deposits.submit(sheet.outcome, by=request.account)
    except Incomplete as incomplete:
        for problem in incomplete.problems:
            add_refusal(form, problem)
    except Refused as refusal:
        if refusal.code in UNTOUCHABLE:
            return told_no(request, refusal, sheet.outcome)
        add_refusal(form, refusal)
    if form.errors or not sheet.outcome:
        form.fields["evidence"].required = strict and not (
            sheet.outcome and sheet.outcome.evidence.exists()
        )
        return _page(request, sheet, form, status=422)
    if not strict:
        messages.success(request, _("草稿已保存，还没有提交审批。"))
        return redirect("outcome_edit", number=sheet.outcome.number)
    messages.success(request, _("已提交审批，我们会在 10 个工作日内审核，结果会通知您。"))
    return redirect("outcomes_all")


def _store(request: gates.LearnerRequest, sheet: Sheet, form: forms.DepositForm) -> None:
    """Keep the values, take away and add scans; what a file is refused for goes beside the field."""
    by, values = request.account, form.values()
    if sheet.outcome is None:
        sheet.outcome = deposits.draft(
            request.account,
            values,
            by=by,
            certificate_type=sheet.entry,
            outcome_id=forms.draft_id(sheet.token),
        )
    else:
        if sheet.outcome.certificate_type != sheet.entry:
            deposits.choose(sheet.outcome, sheet.entry, by=by)
        sheet.outcome = deposits.save(sheet.outcome, values, by=by)
    for row in _to_remove(request, sheet.outcome):
        evidence.remove(sheet.outcome, row, by=by)
    for upload in form.uploads:
        try:
            limits.hit("deposit.files", str(by.pk), limit=FILES_A_DAY, window=DAY)
            evidence.attach(sheet.outcome, upload, by=by)
        except Refused as refusal:
            if refusal.code in UNTOUCHABLE:
                raise
            form.add_error("evidence", f"{upload.name}：{refusal}")


def _page(
    request: gates.LearnerRequest, sheet: Sheet, form: forms.DepositForm, status: int = 200
) -> HttpResponse:
    outcome = sheet.outcome
    told = remarks.latest(outcome) if outcome else []
    names = [bound.name for bound in form.visible_fields()]
    beside, apart = remarks.placed(told, names)
    context: dict[str, Any] = {
        "form": form,
        "fields": [(bound, beside.get(bound.name, [])) for bound in form.visible_fields()],
        "entry": sheet.entry,
        "outcome": outcome,
        "apart": apart,
        "scans": scans(outcome) if outcome else [],
        "token": sheet.token,
        "removing": request.POST.getlist("remove"),
    }
    return render(request, "learner/deposit.html", context, status=status)


def _begun(request: gates.LearnerRequest, token: str) -> Outcome | None:
    """The draft that this very form has made before, if it has."""
    known = forms.draft_id(token)
    if known is None:
        raise Http404
    outcome = Outcome.objects.of(request.account).known().filter(pk=known).first()
    if outcome:
        outcome.account = request.account
    return outcome


def _entry(code: str) -> CertificateType | None:
    entry = entries.find(code) if code else None
    if code and entry is None:
        raise Http404
    return entry


def _to_remove(request: gates.LearnerRequest, outcome: Outcome) -> list[Evidence]:
    named = set(request.POST.getlist("remove"))
    held = outcome.evidence.select_related("file__person_key") if named else ()
    return [row for row in held if str(row.pk) in named]


def _kept(request: gates.LearnerRequest, outcome: Outcome | None) -> int:
    if outcome is None:
        return 0
    return outcome.evidence.count() - len(_to_remove(request, outcome))
