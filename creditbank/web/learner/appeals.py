"""An appeal against the rejection of an outcome."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from creditbank.bank.desk import appeals
from creditbank.bank.outcomes import descriptions, remarks
from creditbank.web import gates
from creditbank.web.appeals import AppealForm, lodged
from creditbank.web.learner.outcomes import own_outcome


@gates.learner
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: gates.LearnerRequest, number: str) -> HttpResponse:
    """The words of an appeal, below the reasons of the rejection."""
    outcome = own_outcome(request, number)
    standing = appeals.standing(outcome)
    if standing is None:
        return redirect("outcome", number=number)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and lodged(form, outcome, by=request.account):
        messages.success(request, _("申诉已提交。结果会通过邮件和消息告诉您。"))
        return redirect("outcome", number=number)
    context = {
        "form": form,
        "appeal": standing,
        "outcome": outcome,
        "title": descriptions.title(outcome) or outcome.number,
        "remarks": remarks.latest(outcome),
    }
    return render(request, "learner/appeal.html", context)
