"""Account security: password, e-mail, language, second factor, signing out everywhere."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from creditbank.bank import limits
from creditbank.bank.accounts.masks import mask_email
from creditbank.bank.refusals import Refused
from creditbank.bank.users import passwords, people, second_factors
from creditbank.web import gates
from creditbank.web.account import doors
from creditbank.web.account.forms import ChangePasswordForm, SecondFactorForm
from creditbank.web.forms import add_refusal

TRIES, WINDOW = 10, dt.timedelta(minutes=15)


@gates.signed_in
def security(request: gates.SignedInRequest) -> HttpResponse:
    """Everything on one page."""
    user = request.user
    return _page(
        request,
        "account/security.html",
        email=mask_email(user.email or ""),
        languages=settings.LANGUAGES,
        codes_left=second_factors.spare_codes_left(user) if user.is_staff_member else None,
    )


@gates.signed_in
@sensitive_post_parameters()
def security_password(request: gates.SignedInRequest) -> HttpResponse:
    """A new password; this session goes on, all others end."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("密码已更改，其他设备上的登录都已退出。"))
            return redirect("security")
    return _page(request, "account/security_password.html", form=form)


@gates.signed_in
@require_POST
def security_language(request: gates.SignedInRequest) -> HttpResponse:
    """The language of pages and messages."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    people.speak(request.user, chosen, by=request.user)
    with override(chosen):
        messages.success(request, _("语言已更改。"))
    return doors.in_own_language(redirect("security"), request.user)


@gates.signed_in
@require_POST
def security_sessions(request: gates.SignedInRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    people.end_sessions(request.user, by=request.user)
    request.session.flush()
    messages.success(request, _("所有设备上的登录都已退出。"))
    return redirect("login")


@gates.signed_in
@sensitive_post_parameters()
def security_spare_codes(request: gates.SignedInRequest) -> HttpResponse:
    """Ten new spare codes, for who has the authenticator at hand."""
    if not second_factors.is_set_up(request.user):
        return redirect("security")
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factors.check(request.user, form.cleaned_data["code"], by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            codes = second_factors.renew_spare_codes(request.user, by=request.user)
            context = {"codes": codes, "next": "/me/security/"}
            return render(request, "account/spare_codes.html", context)
    return _page(request, "account/security_spare_codes.html", form=form)


def _change(request: gates.SignedInRequest, typed: dict[str, Any]) -> None:
    user = request.user
    limits.hit("password.change", str(user.pk), limit=TRIES, window=WINDOW)
    if not user.check_password(typed["current"]):
        raise Refused("password_wrong", _("当前密码不正确。"), field="current")
    passwords.set_new(user, typed["password"], by=user, own=doors.own_words(user))


def _page(request: gates.SignedInRequest, template: str, **context: Any) -> HttpResponse:
    """Within the frame of the learner's pages or, for staff without account, of theirs."""
    frame = "base_learner.html"
    if doors.account_of(request.user) is None:
        frame = "base_work.html"
        gates.take_seat(request)
    return render(request, template, {"frame": frame, **context})
