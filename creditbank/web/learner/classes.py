"""Outcomes of training classes that an organisation told and that wait for the learner's consent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from creditbank.bank.classes import acceptances
from creditbank.bank.classes.models import Invitation
from creditbank.bank.refusals import Refused
from creditbank.web import gates


@gates.learner
@require_safe
def classes(request: gates.LearnerRequest) -> HttpResponse:
    """Everything that waits, by class."""
    context = {"invitations": list(acceptances.waiting(request.account))}
    return render(request, "learner/classes.html", context)


@gates.learner
@require_POST
def acceptance(request: gates.LearnerRequest, invitation_id: UUID) -> HttpResponse:
    """Agree: they are deposited at once."""
    row = _own(request, invitation_id)
    try:
        acceptances.accept(row, account=request.account, by=request.account)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("my_classes")
    messages.success(request, _("已同意。学习成果在“全部成果”中，可以看到审核的进度。"))
    return redirect("outcomes_all")


@gates.learner
@require_POST
def refusal(request: gates.LearnerRequest, invitation_id: UUID) -> HttpResponse:
    """Say no: nothing is deposited, and what was told is erased."""
    row = _own(request, invitation_id)
    try:
        acceptances.decline(row, by=request.account)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已谢绝，登记的学习成果已删除。"))
    return redirect("my_classes")


def _own(request: gates.LearnerRequest, invitation_id: UUID) -> Invitation:
    row = acceptances.waiting(request.account).filter(pk=invitation_id).first()
    if row is None:
        raise Http404
    return row
