"""通过, 退回补正, 不通过, and taking it back within ten seconds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from creditbank.bank.access.permissions import Permission
from creditbank.bank.desk import decisions, queues, sheets
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.decisions import pending
from creditbank.bank.reviews.models import Case
from creditbank.web import gates
from creditbank.web.reviewer import cases
from creditbank.web.reviewer.forms import DecisionForm
from creditbank.web.reviewer.leases import onward
from creditbank.web.reviewer.reach import conflict, found

# What is wrong with the moment and not with what was typed.
_CONFLICTS = {"moved_on", "taken", "own_case", "not_held"}


@gates.staff(Permission.REVIEW)
@require_POST
def decision(request: gates.StaffRequest, number: str) -> HttpResponse:
    """Decide the case one holds, then on to the next one."""
    case = found(request, number)
    kind = request.GET.get("kind", "")
    if pending(case, request.user.pk):
        return onward(request, kind, decided=number)  # sent twice
    try:
        case = _held(request, case)
    except Refused as refusal:
        return conflict(request, refusal, case)
    sheet = sheets.load(case)
    form = DecisionForm(sheet.rows, request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            decisions.decide(case, told["verdict"], form.remarks(), told["note"], by=request.user)
        except Refused as refusal:
            if refusal.code in _CONFLICTS:
                return conflict(request, refusal, case)
            form.refuse(refusal)
        else:
            return onward(request, kind, decided=number)
    return cases.desk(request, case, sheet, form)


@gates.staff(Permission.REVIEW)
@require_POST
def undo(request: gates.StaffRequest, number: str) -> HttpResponse:
    """Take the decision back; the case is on the desk again."""
    case = found(request, number)
    last = pending(case, request.user.pk)
    if last is None:
        refusal = Refused("too_late", _("已超过十秒，决定已经生效，不能撤销。"))
        return conflict(request, refusal, case)
    try:
        decisions.undo(last, by=request.user)
    except Refused as refusal:
        return conflict(request, refusal, case)
    messages.success(request, _now("已撤销，请重新审核。"))
    return redirect("review_case", number)


def _held(request: gates.StaffRequest, case: Case) -> Case:
    """The case, held for longer; also one whose time ran out while nobody else took it."""
    if case.taken_by != request.user.pk:
        raise Refused("not_held", _("您没有领取这一件，或者它已由他人决定，您的决定没有生效。"))
    return queues.take(request.seat, case)
