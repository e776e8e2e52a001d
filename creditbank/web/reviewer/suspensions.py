"""Suspensions: a reviewer proposes one, a supervisor decides it and lifts it again."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creditbank.bank.access.permissions import Permission, may
from creditbank.bank.accounts import routing, suspensions
from creditbank.bank.accounts.models import Suspension
from creditbank.bank.accounts.stages import SuspensionStage
from creditbank.bank.desk.reviewers import oneself
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import ChoiceCards, add_refusal
from creditbank.web.gates import StaffRequest

PAGE = 50


class ProposalForm(forms.Form):
    """Which account, and why; the learner reads the words if it comes to that."""

    number = forms.CharField(
        label=_("账户号"),
        max_length=20,
        error_messages={"required": _("请填写账户号。")},
        widget=forms.TextInput({"class": "is-id", "autocomplete": "off"}),
    )
    ground = forms.ChoiceField(
        label=_("理由"),
        choices=Suspension.Ground.choices,
        error_messages={"required": _("请选择理由。")},
        widget=ChoiceCards,
    )
    words = forms.CharField(
        label=_("说明"),
        max_length=1000,
        help_text=_("账户暂停后学习者会看到这段话。请不要写证件号码和其他人的信息。"),
        error_messages={"required": _("请写明理由。")},
        widget=forms.Textarea({"rows": 4}),
    )


class AnswerForm(forms.Form):
    """What the supervisor writes with the decision."""

    answer = forms.CharField(
        label=_("决定的理由"),
        max_length=1000,
        required=False,
        help_text=_("不同意或解除暂停时必须填写；会记入历史，学习者看不到。"),
        widget=forms.Textarea({"rows": 3}),
    )


@gates.staff(Permission.REVIEW)
@require_safe
def suspension_list(request: StaffRequest) -> HttpResponse:
    """Proposals of the subtree, what waits for a decision first."""
    below = request.seat.organisation
    others = suspensions.within(below).exclude(stage=SuspensionStage.PROPOSED)
    context = {"waiting": suspensions.waiting(below)[:PAGE], "others": others[:PAGE]}
    return render(request, "reviewer/suspensions.html", context)


@gates.staff(Permission.SUSPENSION_PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def suspension_new(request: StaffRequest) -> HttpResponse:
    """Propose that an account be suspended."""
    form = ProposalForm(request.POST or None, initial={"number": request.GET.get("account", "")})
    if request.method == "POST" and form.is_valid():
        try:
            row = _propose(request, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已提出，等待审核主管决定。"))
            return redirect("suspension", row.pk)
    return render(request, "reviewer/suspension_new.html", {"form": form})


@gates.staff(Permission.REVIEW)
@require_safe
def suspension(request: StaffRequest, suspension_id: UUID) -> HttpResponse:
    """One proposal: who, why, how far it has got."""
    return _page(request, _found(request, suspension_id), AnswerForm())


@gates.staff(Permission.SUSPENSION_PROPOSE)
@require_POST
def suspension_withdrawal(request: StaffRequest, suspension_id: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    row = _found(request, suspension_id)
    try:
        suspensions.withdraw(row, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _now("已撤回。"))
    return redirect("suspension", row.pk)


@gates.staff(Permission.SUSPENSION_DECIDE)
@require_POST
def suspension_decision(request: StaffRequest, suspension_id: UUID) -> HttpResponse:
    """Suspend the account, leave it, or let it work again."""
    row, form = _found(request, suspension_id), AnswerForm(request.POST)
    if form.is_valid():
        try:
            _decide(request, row, form.cleaned_data["answer"])
        except Refused as refusal:
            if refusal.field is None:  # wrong is the moment or the person, not what was typed
                messages.error(request, str(refusal))
                return redirect("suspension", row.pk)
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已办理。"))
            return redirect("suspension", row.pk)
    return _page(request, _found(request, suspension_id), form)


def _propose(request: StaffRequest, *, number: str, ground: str, words: str) -> Suspension:
    rows = routing.within(request.seat.organisation).select_related("user")
    account = rows.filter(number=number.strip().upper()).first()
    if account is None:
        raise Refused("not_found", _("您的辖区内没有这个账户号。"), field="number")
    own = oneself(request.user)
    row: Suspension = suspensions.propose(
        account, ground=ground, words=words, oneself=own, by=request.user
    )
    return row


def _decide(request: StaffRequest, row: Suspension, answer: str) -> None:
    own, by = oneself(request.user), request.user
    verdict = request.POST.get("verdict", "")
    if verdict == "confirm":
        suspensions.confirm(row, answer=answer, oneself=own, by=by, reason=row.words)
    elif verdict == "decline":
        suspensions.decline(row, answer=answer, oneself=own, by=by, reason=answer)
    elif verdict == "lift":
        suspensions.lift(row, because=answer, oneself=own, by=by, reason=answer)
    else:
        raise Refused("verdict", _("请选择一项决定。"))


def _found(request: StaffRequest, suspension_id: UUID) -> Suspension:
    row = suspensions.within(request.seat.organisation).filter(pk=suspension_id).first()
    if row is None:
        raise Http404
    return row


def _page(request: StaffRequest, row: Suspension, form: AnswerForm) -> HttpResponse:
    decides = may(request.seat.role, Permission.SUSPENSION_DECIDE)
    own = row.proposed_by_id == request.user.pk
    waits = row.stage == SuspensionStage.PROPOSED
    context: dict[str, Any] = {
        "form": form,
        "row": row,
        "events": _events(row),
        "own": own and waits,
        "decides": decides and waits and not own,
        "lifts": decides and row.stage == SuspensionStage.IN_FORCE,
    }
    return render(request, "reviewer/suspension.html", context, status=422 if form.errors else 200)


def _events(row: Suspension) -> list[dict[str, Any]]:
    told = [_event(_("提出暂停建议"), row.proposed_at, row.proposed_by_label, row.words)]
    if row.decided_at:
        agreed = row.stage != SuspensionStage.DECLINED
        what = _("同意，账户已暂停") if agreed else _("不同意")
        told.append(_event(what, row.decided_at, row.decided_by_label, row.answer))
    if row.lifted_at:
        told.append(_event(_("解除暂停"), row.lifted_at, row.lifted_by_label, row.lifted_because))
    return told


def _event(what: Any, when: Any, who: str, why: str) -> dict[str, Any]:
    return {"what": what, "when": when, "who": who, "why": why}
