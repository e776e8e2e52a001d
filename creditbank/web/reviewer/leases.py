"""Taking the next case, one particular case, and letting go."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditbank.bank.access.permissions import Permission
from creditbank.bank.desk import queues
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Kind
from creditbank.web import gates
from creditbank.web.reviewer.reach import conflict, found


@gates.staff(Permission.REVIEW)
@require_POST
def following(request: gates.StaffRequest) -> HttpResponse:
    """领取下一件."""
    return onward(request, request.POST.get("kind", ""))


@gates.staff(Permission.REVIEW_OVERSEE)
@require_POST
def lease(request: gates.StaffRequest, number: str) -> HttpResponse:
    """Take this very case: for supervisors, so that nobody picks their friends."""
    case = found(request, number)
    try:
        queues.take(request.seat, case)
    except Refused as refusal:
        return conflict(request, refusal, case)
    return redirect("review_case", number)


@gates.staff(Permission.REVIEW)
@require_POST
def release(request: gates.StaffRequest, number: str) -> HttpResponse:
    """Put the case back: anybody may take it."""
    queues.release(request.seat, found(request, number))
    messages.success(request, _("已放回队列。"))
    return redirect("review_queue")


def onward(request: gates.StaffRequest, kind: str = "", decided: str = "") -> HttpResponse:
    """To the next case, or to the queue when none is left; `decided` can still be undone there."""
    chosen = kind if kind in Kind.values else ""
    case = queues.take_next(request.seat, chosen)
    told = {name: value for name, value in (("kind", chosen), ("decided", decided)) if value}
    if case is None:
        messages.info(request, _("没有等待审核的申请了。"))
        path = reverse("review_queue")
    else:
        path = reverse("review_case", args=[case.number])
    return redirect(path + ("?" + urlencode(told) if told else ""))
