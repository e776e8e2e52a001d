"""Where the link of an invitation (集体开户) leads: recognise oneself, decline, ask for a new link.

What follows, page by page, is `invited`.
"""

import datetime as dt
from contextlib import suppress

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creditbank.bank import limits
from creditbank.bank.accounts.masks import mask_name
from creditbank.bank.classes import acceptances
from creditbank.bank.classes import invitations as verbs
from creditbank.bank.classes.models import Invitation
from creditbank.bank.history import VISITOR
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.public import invited as steps
from creditbank.web.public.activation import client_of, typed

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# Of a million numbers that are possible: nobody guesses one.
TRIES = 10
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class RecogniseForm(forms.Form):
    """The document number, or its end."""

    number = forms.CharField(
        label=_("证件号码，或其最后六位"),
        max_length=60,
        help_text=_("末位 X 大小写均可。"),
        error_messages={"required": _("请输入证件号码，或其最后六位。")},
        widget=forms.TextInput(
            {
                "class": "is-id",
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "off",
            }
        ),
    )


@gates.public
@never_cache
@_get_or_post
@sensitive_post_parameters("number")
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Step 1: who invites; the number shows that it is the right person. Only then the link is used."""
    row = acceptances.by_link(token)
    if row is None:
        return render(request, "public/invited_over.html", {"token": token})
    form = RecogniseForm(typed(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            _recognised(request, row, token, form.cleaned_data["number"])
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("invited_agreement")
    context = {"form": form, "invitation": row, "token": token, "name": mask_name(row.name or "")}
    return steps.step(request, "public/invited.html", 1, **context)


@sensitive_variables()
def _recognised(request: HttpRequest, row: Invitation, token: str, number: str) -> None:
    limits.hit("invitation.client", client_of(request), limit=500, window=HOUR)
    limits.hit("invitation.recognise", str(row.pk), limit=TRIES, window=DAY)
    acceptances.recognise(token, number, by=VISITOR)
    steps.begin(request, row)


@gates.public
@never_cache
@_get_or_post
def refusal(request: HttpRequest, token: str) -> HttpResponse:
    """不参加: whoever reads the address may say so; only the button does it."""
    row, done = acceptances.by_link(token), False
    if request.method == "POST" and row is not None:
        with suppress(Refused):  # pressed twice
            acceptances.decline_by_link(token, by=VISITOR)
        done = True
    if row is None:
        return render(request, "public/invited_over.html", {"token": token})
    return render(request, "public/invited_refusal.html", {"invitation": row, "done": done})


@gates.public
@require_POST
def renewal(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new link to the invitation's own address; the answer is the same whatever the old was."""
    with suppress(Refused):  # too often, or answered: the letters that were sent say what is to say
        verbs.renew(token, by=VISITOR)
    return redirect("invited_renewed")


@gates.public
@never_cache
@require_safe
def renewed(request: HttpRequest) -> HttpResponse:
    """Where the new link went."""
    return render(request, "public/invited_renewed.html")
