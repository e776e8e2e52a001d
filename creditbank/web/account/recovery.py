"""Getting back in by e-mail: the same answer for every address, a link that works once."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from creditbank.bank import limits
from creditbank.bank.refusals import Refused
from creditbank.bank.users import links, passwords
from creditbank.bank.users.models import Link
from creditbank.web import gates
from creditbank.web.account import attempts, doors
from creditbank.web.account.forms import NewPasswordForm, RecoveryForm
from creditbank.web.forms import add_refusal

# Each with a captcha; a school of hundreds may sit behind one address.
ASKED_FROM_ADDRESS_IN_AN_HOUR = 300


@gates.public
def recover(request: HttpRequest) -> HttpResponse:
    """Ask for a link."""
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _count(request)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            passwords.start_recovery(form.cleaned_data["email"])
            return redirect("recover_sent")
    return render(request, "account/recover.html", {"form": form})


@gates.public
def recover_sent(request: HttpRequest) -> HttpResponse:
    """Says what happens if the address is known, and no more."""
    return render(request, "account/recover_sent.html")


@gates.public
@sensitive_post_parameters()
def recover_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: looking does not use it up, a new password does."""
    link = links.peek(token, Link.Purpose.RECOVERY)
    if link is None:
        return render(request, "account/recover_over.html", status=410)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        own = doors.own_words(passwords.owner(link))
        try:
            passwords.recover(token, form.cleaned_data["password"], own=own)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            logout(request)
            messages.success(request, _("新密码已生效，请登录。"))
            return redirect("login")
    return render(request, "account/recover_link.html", {"form": form})


def _count(request: HttpRequest) -> None:
    address, hour = attempts.address_of(request), dt.timedelta(hours=1)
    limits.hit("recovery.asked", address, limit=ASKED_FROM_ADDRESS_IN_AN_HOUR, window=hour)
