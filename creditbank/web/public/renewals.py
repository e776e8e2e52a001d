"""A new link to one's opening, for whoever comes with an old one."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from creditbank.bank.accounts import renewals
from creditbank.bank.history import VISITOR
from creditbank.bank.refusals import Refused
from creditbank.web import gates


@gates.public
@require_POST
def renewal(request: HttpRequest, token: str) -> HttpResponse:
    """Send it to the opening's own address; the answer is the same whatever the old link was."""
    with suppress(Refused):  # too often: the letters that were sent hold links that work
        renewals.send(token, by=VISITOR)
    return redirect("account_status_renewed")


@gates.public
@never_cache
def renewed(request: HttpRequest) -> HttpResponse:
    """Where the new link went."""
    return render(request, "public/status_renewed.html")
