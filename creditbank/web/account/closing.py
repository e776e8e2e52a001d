"""Closing one's account: what goes and what stays, the password, then it is done."""

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from creditbank.bank.accounts.closings import why_not
from creditbank.bank.outcomes import closings
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.account import frames, passwords
from creditbank.web.forms import add_refusal
from creditbank.web.passwords import password_field


class ClosingForm(forms.Form):
    """Password and a deliberate word."""

    current = password_field(_("当前密码"), "current-password")
    sure = forms.BooleanField(
        label=_("我已了解：个人信息删除以后不能恢复"),
        error_messages={"required": _("请先确认您已了解注销的后果。")},
    )


@gates.learner
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: gates.LearnerRequest) -> HttpResponse:
    """Refused while something is under review; afterwards nobody is signed in."""
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            passwords.ask(request.user, form.cleaned_data["current"])
            closings.close(request.account, by=request.account)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            logout(request)
            messages.success(request, _now("账户已注销，个人信息已删除。"))
            return redirect("home")
    refusal_now = why_not(request.account)
    return frames.page(request, "account/closing.html", form=form, refusal=refusal_now)
