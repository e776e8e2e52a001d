"""Changing the e-mail address and the mobile number."""

import base64
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from creditbank.bank.accounts import contacts, mobiles
from creditbank.bank.accounts.masks import mask_email
from creditbank.bank.keys import Unreadable, seal, unseal
from creditbank.bank.refusals import Refused
from creditbank.bank.users import addresses, codes, people
from creditbank.web import gates
from creditbank.web.account import frames, passwords
from creditbank.web.account.forms import CodeForm
from creditbank.web.forms import add_refusal
from creditbank.web.passwords import password_field

_NEW, _CONTEXT = "new_email", "session|new_email"


class EmailForm(forms.Form):
    """The new address, and the password: who finds an open session does not get the account."""

    email = forms.EmailField(
        label=_("新邮箱"),
        max_length=200,
        help_text=_("请填写真实、常用的邮箱。我们会向它发送验证码，验证以后才更换。"),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    current = password_field(_("当前密码"), "current-password")


class MobileForm(forms.Form):
    """A mobile number."""

    mobile = forms.CharField(
        label=_("手机号码"),
        max_length=40,
        help_text=_("例如 139 1234 5678；境外号码请以 + 和国家（地区）代码开头。"),
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "class": "is-short"}),
    )


@gates.signed_in
@sensitive_post_parameters()
def security_email(request: gates.SignedInRequest) -> HttpResponse:
    """Name the new address; whoever it belongs to, the answer is the same."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _send_code(request, form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("security_email_code")
    email = mask_email(request.user.email or "")
    return frames.page(request, "account/security_email.html", form=form, email=email)


@gates.signed_in
@sensitive_post_parameters()
def security_email_code(request: gates.SignedInRequest) -> HttpResponse:
    """The code that was sent there makes it count."""
    address, form = _new_address(request), CodeForm(request.POST or None)
    if not address:
        return redirect("security_email")
    if request.method == "POST" and form.is_valid():
        user, purpose = request.user, codes.Purpose.CHANGE_EMAIL
        try:
            codes.check(user, purpose, form.cleaned_data["code"], address=address)
            people.change_email(user, address, by=user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            del request.session[_NEW]
            messages.success(request, _now("邮箱已更换，以后的消息发到新邮箱。"))
            return redirect("security")
    return frames.page(request, "account/security_email_code.html", form=form, address=address)


@gates.learner
def security_mobile(request: gates.LearnerRequest) -> HttpResponse:
    """Another mobile number; what is no number gets a sentence."""
    account = request.account
    known = mobiles.shown(account.mobile or "")
    form = MobileForm(request.POST or None, initial={"mobile": known})
    if request.method == "POST" and form.is_valid():
        try:
            contacts.change_mobile(account, form.cleaned_data["mobile"], by=account)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("手机号码已更改。"))
            return redirect("security")
    return frames.page(request, "account/security_mobile.html", form=form)


def _send_code(request: gates.SignedInRequest, told: dict[str, Any]) -> None:
    user, address = request.user, told["email"].strip()
    passwords.ask(user, told["current"])
    if addresses.key(address) == bytes(user.email_fingerprint or b""):
        raise Refused("same_address", _("这就是现在的邮箱。"), field="email")
    codes.send(user, codes.Purpose.CHANGE_EMAIL, address=address)
    request.session[_NEW] = base64.b64encode(seal(address.encode(), _CONTEXT)).decode()


def _new_address(request: gates.SignedInRequest) -> str:
    try:
        kept = base64.b64decode(request.session.get(_NEW, ""))
        return unseal(kept, _CONTEXT).decode() if kept else ""
    except Unreadable:
        return ""
