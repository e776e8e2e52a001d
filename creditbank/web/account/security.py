"""Account security: password, e-mail, language, second factor, signing out everywhere."""

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

from creditbank.bank.accounts import mobiles
from creditbank.bank.accounts.masks import mask_email
from creditbank.bank.refusals import Refused
from creditbank.bank.users import passwords, people, second_factors, sessions
from creditbank.web import gates
from creditbank.web.account import doors, frames
from creditbank.web.account.forms import ChangePasswordForm, SecondFactorForm
from creditbank.web.account.passwords import ask
from creditbank.web.forms import add_refusal


@gates.signed_in
def security(request: gates.SignedInRequest) -> HttpResponse:
    """Everything on one page."""
    user, account = request.user, doors.account_of(request.user)
    return frames.page(
        request,
        "account/security.html",
        mobile=mobiles.mask(account.mobile or "") if account else "",
        email=mask_email(user.email or ""),
        signed_in=sessions.of(user).count(),
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
    return frames.page(request, "account/security_password.html", form=form)


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
    return frames.page(request, "account/security_spare_codes.html", form=form)


def _change(request: gates.SignedInRequest, typed: dict[str, Any]) -> None:
    user = request.user
    ask(user, typed["current"])
    passwords.set_new(user, typed["password"], by=user, own=doors.own_words(user))
