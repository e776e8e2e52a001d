"""The one page of an opening that is not active yet: state, reasons, deadline, correction."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from creditbank.bank import regions
from creditbank.bank.accounts import confirmations, corrections
from creditbank.bank.accounts.masks import mask_email, mask_name
from creditbank.bank.accounts.models import Account, Opening
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.desk import appeals
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import links
from creditbank.bank.users.models import Link
from creditbank.web import gates, rights
from creditbank.web.forms import add_refusal
from creditbank.web.public import correcting
from creditbank.web.public.activation import typed
from creditbank.web.public.registration import region_form

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@gates.public
@never_cache
@_get_or_post
def status_link(request: HttpRequest, token: str) -> HttpResponse:
    """A link of a message. Only the button uses it up: mail scanners follow links too."""
    link = links.peek(token, Link.Purpose.STATUS)
    if request.method == "POST" and link:
        try:
            rights.grant_status(request, links.use(token, Link.Purpose.STATUS).subject_id)
            return redirect("account_status")
        except Refused:
            link = None
    return render(request, "public/status_link.html", {"works": link is not None})


@gates.public
@never_cache
@_get_or_post
def status(request: HttpRequest) -> HttpResponse:
    """State, reasons, deadline; while returned also the correction."""
    account = rights.status_account(request)
    if account is None:
        return render(request, "public/status_link.html", {"works": False})
    returned = account.stage == Stage.RETURNED
    form = correcting.form_for(account, *typed(request)) if returned else None
    if request.method == "POST" and form and form.is_valid():
        try:
            correcting.hand_in(account, form)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("补正已提交，审核会继续进行。"))
            return redirect("account_status")
    return render(request, "public/status.html", _shown(account, form))


@gates.public
@never_cache
@_get_or_post
def status_region(request: HttpRequest) -> HttpResponse:
    """Another region, where the reviewer asked for it."""
    account = rights.status_account(request)
    if account is None or account.stage != Stage.RETURNED or not correcting.of_region(account):
        return redirect("account_status")
    form = region_form(request, account.region)
    if request.method == "POST" and form.region:
        try:
            corrections.move_to(account, form.region, by=account)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("account_status")
    return render(request, "public/register_region.html", {"form": form})


@gates.public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Give the right of the link up, on a shared computer."""
    rights.end_status(request)
    return redirect("home")


def _shown(account: Account, form: forms.Form | None) -> dict[str, Any]:
    case = cases.of(Kind.ACCOUNT, account.pk)
    where = regions.find(account.region) if account.region else None
    return {
        "account": account,
        "registered": account.opening == Opening.REGISTRATION,
        "name": mask_name(account.name or ""),
        "email": mask_email(account.user.email or ""),
        "region": where.full_name if where else "",
        "appeal": appeals.standing(account),
        "case": case if account.stage == Stage.PENDING_REVIEW else None,
        "question": account.needs_vouching and not account.vouched_by,
        "unconfirmed": confirmations.is_due(account),
        "form": form,
        "fields": correcting.fields(account, form) if form else [],
        "of_region": correcting.of_region(account) if form else [],
        "remarks": correcting.elsewhere(account, form),
        "scans": account.scans.count(),
    }
