"""Activation (国开学生账户激活), one idea a step.

The pages know two answers about a number, found or not found. After 'found' they are the same to
the end for everybody, in words and in work done; what differs goes by message to known addresses.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank import limits
from creditbank.bank.accounts import activations, slips
from creditbank.bank.accounts.masks import mask_email, mask_name
from creditbank.bank.enrolments import complaints
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.files import uploads
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import VISITOR
from creditbank.bank.identity import canonical, mask
from creditbank.bank.portal import agreements
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.public import drafts
from creditbank.web.public.forms import ActivationForm, AgreementForm, ComplaintForm, NumberForm
from creditbank.web.public.home import readable

STEPS = (_("用户协议"), _("查询学籍"), _("核对信息"), _("等待审核"))
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# Each with a captcha. A school of hundreds may sit behind one address; 10,000 numbers take a day.
FROM_ADDRESS = 500
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@gates.public
@never_cache
@_get_or_post
def activate(request: HttpRequest) -> HttpResponse:
    """Step 1: the agreement."""
    current = agreements.current()
    form = AgreementForm(typed(request)[0])
    if request.method == "POST" and form.is_valid() and current:
        drafts.begin(request, current)
        return redirect("activate_number")
    return _step(
        request, "public/activate.html", 1, form=form, agreement=current, text=readable(current)
    )


@gates.public
@never_cache
@_get_or_post
@sensitive_post_parameters("number")
def activate_number(request: HttpRequest) -> HttpResponse:
    """Step 2: the number and a captcha."""
    if drafts.agreement(request) is None:
        return redirect("activate")
    form = NumberForm(typed(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            return _searched(request, form.cleaned_data["number"])
        except Refused as refusal:
            add_refusal(form, refusal)
    return _step(request, "public/activate_number.html", 2, form=form)


@sensitive_variables()
def _searched(request: HttpRequest, raw: str) -> HttpResponse:
    client, number = client_of(request), canonical(raw)
    limits.hit("activation.search.client", client, limit=FROM_ADDRESS, window=HOUR)
    limits.hit("activation.search.number", number, limit=60, window=DAY)
    limits.hit("activation.search.both", client, number, limit=6, window=HOUR)
    found = activations.find(raw)
    if found is None:
        drafts.carry_number(request, number)
        return redirect("activate_not_found")
    drafts.remember_enrolment(request, found.leading)
    return redirect("activate_person")


@gates.public
@never_cache
@require_safe
def not_found(request: HttpRequest) -> HttpResponse:
    """Why a number may not be found, and the way to registration."""
    return _step(request, "public/activate_not_found.html", 2)


@gates.public
@never_cache
@_get_or_post
def activate_person(request: HttpRequest) -> HttpResponse:
    """Step 3: recognise oneself, name the e-mail address, activate."""
    rows = drafts.enrolments(request)
    if not rows or drafts.agreement(request) is None:
        return redirect("activate")
    change = request.GET.get("change") == "email"
    form = ActivationForm(*typed(request), change=change)
    if request.method == "POST" and form.is_valid():
        try:
            _activated(request, rows[0], form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            drafts.finish(request)
            return redirect("activate_finished")
    person = _person(rows[0])
    return _step(
        request,
        "public/activate_person.html",
        3,
        form=form,
        person=person,
        rows=rows,
        change=change,
    )


def _activated(request: HttpRequest, enrolment: Enrolment, told: dict[str, Any]) -> None:
    client, person = client_of(request), bytes(enrolment.fingerprint).hex()
    limits.hit("activation.client", client, limit=FROM_ADDRESS, window=HOUR)
    # From here few, from everywhere many: who tries on purpose shuts nobody else out for long.
    limits.hit("activation.both", client, person, limit=6, window=DAY)
    limits.hit("activation.person", person, limit=30, window=DAY)
    agreement = drafts.agreement(request)
    if agreement is None:
        raise Refused("agreement_missing", _("请先阅读并同意用户注册协议。"))
    scans = stored_scans(told["scans"])
    email = told.get("email", "")
    slips.hand_in(enrolment, agreement=agreement, email=email, scans=scans, by=VISITOR)


def stored_scans(chosen: Sequence[Any], field: str = "scans") -> list[StoredFile]:
    """Take uploads in, all or none; a refusal stands beside the field."""
    if not chosen:
        return []
    try:
        return uploads.store_all(chosen, purpose="account", person_key=None, by=VISITOR)
    except Refused as refusal:
        refusal.field = field
        raise


def _person(row: Enrolment) -> dict[str, Any]:
    """What is needed to recognise oneself, and no more."""
    return {
        "name": mask_name(row.name or ""),
        "number": mask(row.number or ""),
        "email": mask_email(row.email) if row.email else "",
        "leading": row,
    }


@gates.public
@never_cache
@_get_or_post
def complaint(request: HttpRequest) -> HttpResponse:
    """信息有误: what is wrong goes to the study centre; activation can go on meanwhile."""
    rows = drafts.enrolments(request)
    if not rows:
        return redirect("activate")
    form = ComplaintForm(typed(request)[0], enrolments=rows)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("enrolment")
        row = next((each for each in rows if str(each.pk) == chosen), rows[0])
        try:
            complaints.raise_one(row, form.cleaned_data["text"], by=VISITOR)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("已转告您的教学点。您可以继续激活，不必等待答复。"))
            return redirect("activate_person")
    return _step(request, "public/activate_complaint.html", 3, form=form, rows=rows)


@gates.public
@never_cache
@require_safe
def finished(request: HttpRequest) -> HttpResponse:
    """Step 4: what comes next; the same words for everybody."""
    return _step(request, "public/activate_finished.html", 4)


def _step(request: HttpRequest, page: str, number: int, **context: Any) -> HttpResponse:
    context |= {"steps": STEPS, "step_number": number}
    return render(request, page, context)


def typed(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent, for a form; nothing where nothing was."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def client_of(request: HttpRequest) -> str:
    """Under what limits count a client."""
    return str(request.META.get("REMOTE_ADDR", ""))
