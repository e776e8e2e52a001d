"""Registration, the last step: scans and captcha, then what comes next.

The answer is the same for everybody, in words and in time; see `registration`.
"""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank import limits, regions
from creditbank.bank.accounts import confirmations, holders, information, registrations
from creditbank.bank.accounts.masks import mask_email, mask_mobile
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.files import uploads
from creditbank.bank.history import VISITOR
from creditbank.bank.identity import Kind, Sex, mask
from creditbank.bank.refusals import Refused
from creditbank.bank.users.people import email_key
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.public import drafts
from creditbank.web.public.activation import client_of, stored_scans, typed
from creditbank.web.public.registration import step, while_draft
from creditbank.web.public.registration_forms import ScanForm

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@gates.public
@never_cache
@_get_or_post
@while_draft
def register_scans(request: HttpRequest) -> HttpResponse:
    """Both sides of the document; then it is handed in."""
    account = drafts.draft(request)
    if account is None or not account.user.has_usable_password():
        return redirect("register_password")
    form = ScanForm(*typed(request), kind=holders.document_of(account).kind)
    if request.method == "POST" and form.is_valid():
        try:
            _submit(request, account, form)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("register_finished")
    return step(
        request, "public/register_scans.html", 5, form=form, draft=account, **_told(account)
    )


def _submit(request: HttpRequest, account: Account, form: ScanForm) -> None:
    print_ = bytes(holders.document_of(account).fingerprint).hex()
    limits.hit("registration.client", client_of(request), limit=60, window=HOUR)
    limits.hit("registration.number", print_, limit=6, window=DAY)
    count_mail(account.user.email or "")
    scans = stored_scans(form.cleaned_data["scan_front"], "scan_front")
    scans += stored_scans(form.cleaned_data["scan_back"], "scan_back")
    try:
        registrations.submit(account, scans=scans, by=VISITOR)
    except Refused:
        for file in scans:
            uploads.erase(file, by=VISITOR)
        raise


def count_mail(address: str) -> None:
    """Whoever's address it is: registrations send no more than ten e-mails a day there."""
    limits.hit("registration.mail", email_key(address).hex(), limit=10, window=DAY)


@gates.public
@never_cache
@require_safe
def finished(request: HttpRequest) -> HttpResponse:
    """What comes next; the same words for everybody."""
    account = drafts.draft(request)
    if account is None or account.stage == Stage.DRAFT:
        return redirect("register")
    context = {
        "email": mask_email(account.user.email or ""),
        "waits": confirmations.is_due(account),
    }
    return step(request, "public/register_finished.html", 6, **context)


def _told(account: Account) -> dict[str, Any]:
    """What is handed in, to be looked through once more; numbers masked."""
    told, where = information.standing(account), regions.find(account.region)
    return {
        "told": told,
        "kind": Kind(told.kind).label,
        "number": mask(told.number),
        "mobile": mask_mobile(told.mobile),
        "sex": Sex(told.sex).label if told.sex else "",
        "region": where.full_name if where else "",
    }
