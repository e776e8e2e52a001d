"""The learner's first page: what is in the bank, what waits for them, what was said."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from creditbank.bank.catalogue.models import OutcomeClass
from creditbank.bank.classes import acceptances
from creditbank.bank.messages import inbox
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage
from creditbank.web import gates
from creditbank.web.learner.lines import lines

SHOWN = 5
LETTERS = 3


@gates.learner
@require_safe
def home(request: gates.LearnerRequest) -> HttpResponse:
    """Everything of one look."""
    own = Outcome.objects.of(request.account)
    stored = own.stored().tally()
    open_stages = (Stage.RETURNED, Stage.DRAFT, Stage.SUBMITTED)
    waiting = lines(own.listed().filter(stage__in=open_stages)[: SHOWN * 4])
    context = {
        "account": request.account,
        "tallies": [(choice.label, stored.get(choice.value, 0)) for choice in OutcomeClass],
        "returned": [line for line in waiting if line.outcome.stage == Stage.RETURNED][:SHOWN],
        "drafts": [line for line in waiting if line.outcome.stage == Stage.DRAFT][:SHOWN],
        "submitted": [line for line in waiting if line.outcome.stage == Stage.SUBMITTED][:SHOWN],
        "letters": inbox.letters(request.user.pk, limit=LETTERS),
        "asked": acceptances.waiting(request.account).count(),
        "has_any": bool(stored) or bool(waiting),
    }
    return render(request, "learner/home.html", context)
