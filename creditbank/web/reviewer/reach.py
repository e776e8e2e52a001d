"""What every page of a case asks first: does it reach this case, and is it held by this person?"""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from creditbank.bank import clock
from creditbank.bank.desk import queues
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import decisions
from creditbank.bank.reviews.models import Case
from creditbank.web.gates import StaffRequest


class Undoable(NamedTuple):
    """A decision just made that can still be undone, and for how many seconds."""

    number: str
    verdict: str
    seconds: int
    path: str


def found(request: StaffRequest, number: str) -> Case:
    """The case of that number within reach; for everybody else there is none."""
    case = queues.find(request.seat, number)
    if case is None:
        raise Http404
    return case


def conflict(request: HttpRequest, refusal: Refused, case: Case) -> HttpResponse:
    """Somebody was quicker, or the moment has passed: what was asked for did not happen."""
    back = reverse("review_case", args=[case.number])
    return render(request, "409.html", {"refusal": refusal, "back": back}, status=409)


def undoable(request: StaffRequest, number: str) -> Undoable | None:
    """The reviewer's own last decision while its seconds run."""
    case = queues.find(request.seat, number) if number else None
    decision = decisions.pending(case, request.user.pk) if case else None
    if case is None or decision is None:
        return None
    seconds = int((decision.effective_at - clock.now()).total_seconds())
    path = reverse("review_undo", args=[case.number])
    return Undoable(case.number, decision.get_verdict_display(), max(1, seconds), path)
