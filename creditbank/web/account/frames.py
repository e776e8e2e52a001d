"""The frame of account security: the learner's pages or, for staff without account, theirs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from creditbank.web import gates
from creditbank.web.account import doors


def page(request: gates.SignedInRequest, template: str, **context: Any) -> HttpResponse:
    """A page within the frame of who asks for it; `account` is there for learners."""
    account = doors.account_of(request.user)
    frame = "base_learner.html"
    if account is None:
        frame = "base_work.html"
        gates.take_seat(request)
    return render(request, template, {"frame": frame, "account": account, **context})
