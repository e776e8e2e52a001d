"""The first sign-in: the code of the e-mail, then a password of one's own, before anything else.

Up to the right code the pages are the same for a claim that nobody could make.
"""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from creditbank.bank import limits
from creditbank.bank.accounts import first_sign_ins
from creditbank.bank.refusals import Refused
from creditbank.bank.users import passwords
from creditbank.web import gates
from creditbank.web.account import attempts, doors, pending
from creditbank.web.account.forms import CodeForm, NewPasswordForm
from creditbank.web.forms import add_refusal

AGAIN_IN_AN_HOUR = 4
STEPS = [gettext_lazy("登录"), gettext_lazy("验证邮箱"), gettext_lazy("设置新密码")]


@gates.public
@sensitive_post_parameters()
def login_code(request: HttpRequest) -> HttpResponse:
    """A right code confirms the address; the initial password has then been used, for good."""
    claim = pending.claim(request)
    if claim is None:
        return _begin_again(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = first_sign_ins.confirm(claim, form.cleaned_data["code"])
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            pending.begin(request, user, pending.NEW_PASSWORD)
            return redirect("login_new_password")
    return render(
        request, "account/login_code.html", {"form": form, "steps": STEPS, "step_number": 2}
    )


@gates.public
@require_POST
def login_code_again(request: HttpRequest) -> HttpResponse:
    """Send another code; the earlier one ends."""
    claim = pending.claim(request)
    if claim is None:
        return _begin_again(request)
    try:
        # Of what was typed, from here: how many codes were really sent must not show through.
        who, hour = (claim.key, attempts.address_of(request)), dt.timedelta(hours=1)
        limits.hit("first_sign_in.again", *who, limit=AGAIN_IN_AN_HOUR, window=hour)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        first_sign_ins.ask_for_code(claim)
        messages.success(request, _("用户名和初始密码正确的，新的验证码已经发出，之前的不再有效。"))
    return redirect("login_code")


@gates.public
@sensitive_post_parameters()
def login_new_password(request: HttpRequest) -> HttpResponse:
    """A password of one's own; then one is signed in."""
    user = pending.user(request, pending.NEW_PASSWORD)
    if user is None:
        return _begin_again(request)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            passwords.set_new(
                user, form.cleaned_data["password"], by=user, own=doors.own_words(user)
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("新密码已生效。以后请用它登录。"))
            return doors.proceed(request, user)
    context = {"form": form, "steps": STEPS, "step_number": 3}
    return render(request, "account/login_new_password.html", context)


def _begin_again(request: HttpRequest) -> HttpResponse:
    messages.info(
        request, _("这一步已经过期，请重新登录；如果已经验证过邮箱，请用“忘记密码”设置新密码。")
    )
    return redirect("login")
