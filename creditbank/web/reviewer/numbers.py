"""The document number in full: asked for deliberately, with a reason, and written down."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from creditbank.bank.access.permissions import Permission
from creditbank.bank.desk import looks
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import queue
from creditbank.web import gates
from creditbank.web.reviewer.forms import NumberForm
from creditbank.web.reviewer.reach import conflict, found


@gates.staff(Permission.REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def number(request: gates.StaffRequest, number: str) -> HttpResponse:
    """Ask why, then show it once: the number stands in no address and is kept by no cache."""
    case = found(request, number)
    if not queue.holds(case, request.user.pk):
        refusal = Refused("not_held", _("只有正在审核这一件的人可以查看。请先领取。"))
        return conflict(request, refusal, case)
    form, shown = NumberForm(request.POST or None), ""
    if form.is_valid():
        shown = looks.full_number(case, reason=form.words(), by=request.user)
    return render(request, "reviewer/number.html", {"case": case, "form": form, "shown": shown})
