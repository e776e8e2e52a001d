"""The message centre."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from creditbank.bank.messages import inbox
from creditbank.web import gates

A_PAGE = 20


@gates.learner
@require_safe
def messages(request: gates.LearnerRequest) -> HttpResponse:
    """Newest first, a page at a time."""
    before = _uuid(request.GET.get("before", ""))
    found = inbox.letters(request.user.pk, limit=A_PAGE + 1, before=before)
    context = {
        "letters": found[:A_PAGE],
        "next": f"?before={found[A_PAGE - 1].id}" if len(found) > A_PAGE else "",
        "previous": "?" if before else "",
    }
    return render(request, "learner/messages.html", context)


@gates.learner
@require_safe
def message(request: gates.LearnerRequest, message_id: UUID) -> HttpResponse:
    """One message; it counts as read from now on."""
    letter = inbox.letter(request.user.pk, message_id)
    if letter is None:
        raise Http404
    inbox.mark_read(request.user.pk, message_id)
    return render(request, "learner/message.html", {"letter": letter})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
