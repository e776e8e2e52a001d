"""Registration, later or elsewhere: a mailed link, 换人办理, and the link that confirms the address."""

import datetime as dt
from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from creditbank.bank import limits
from creditbank.bank.accounts import confirmations
from creditbank.bank.accounts import drafts as verbs
from creditbank.bank.accounts.masks import mask_email
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.history import VISITOR
from creditbank.bank.refusals import Refused
from creditbank.bank.users import links
from creditbank.bank.users.models import Link
from creditbank.web import gates, rights
from creditbank.web.forms import add_refusal
from creditbank.web.public import drafts
from creditbank.web.public.activation import typed
from creditbank.web.public.registration import next_step, step
from creditbank.web.public.registration_forms import AddressForm
from creditbank.web.public.submission import count_mail

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@gates.public
@require_POST
def later(request: HttpRequest) -> HttpResponse:
    """Mail the link by which this draft goes on elsewhere."""
    account = drafts.draft(request)
    if account is None:
        return redirect("register")
    try:
        limits.hit("registration.later", str(account.pk), limit=3, window=HOUR)
        count_mail(account.user.email or "")
        verbs.mail_link(account, by=VISITOR)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        address = mask_email(account.user.email or "")
        messages.success(request, _("链接已发到 %(address)s，7 天内有效。") % {"address": address})
    return redirect(next_step(account))


@gates.public
@never_cache
@_get_or_post
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link; only the button uses it up."""
    link = links.peek(token, Link.Purpose.RESUME)
    if request.method == "POST" and link:
        try:
            drafts.resume_draft(request, verbs.resume(token, by=VISITOR))
            return redirect("register_information")
        except Refused:
            link = None
    return render(request, "public/register_resume.html", {"works": link is not None})


@gates.public
@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """换人办理: the next person at this computer finds nothing."""
    account = drafts.draft(request)
    if account is not None and account.stage == Stage.DRAFT:
        with suppress(Refused):  # pressed twice
            verbs.give_up(account, by=VISITOR)
    drafts.clear_registration(request)
    messages.success(request, _("已清除，可以换人办理。"))
    return redirect("register")


@gates.public
@never_cache
@_get_or_post
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link that confirms an address; only a button press uses it up."""
    context: dict[str, object] = {"done": False, "refusal": None}
    if request.method == "POST" and "again" in request.POST:
        return _again_by_link(request, token)
    if request.method == "POST":
        try:
            confirmations.confirm(token, by=VISITOR)
            context["done"] = True
        except Refused as refusal:
            context["refusal"] = refusal
    context["works"] = links.peek(token, Link.Purpose.CONFIRM_EMAIL) is not None
    context["may_ask"] = _waiting_by_link(token) is not None
    return render(request, "public/register_confirm.html", context)


def _again_by_link(request: HttpRequest, token: str) -> HttpResponse:
    account = _waiting_by_link(token)
    if account is not None:
        _send_again(request, account)
    return redirect("register_confirm", token)


def _waiting_by_link(token: str) -> Account | None:
    """The registration of a link, working or not, while its address waits to be confirmed."""
    link = links.known(token, Link.Purpose.CONFIRM_EMAIL)
    account = confirmations.opening_of(link) if link else None
    return account if account and confirmations.is_due(account) else None


@gates.public
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Send the confirmation link again, for who registered in this browser or signed in."""
    account, back = _own(request)
    if account is not None:
        _send_again(request, account)
    return redirect(back)


@gates.public
@never_cache
@_get_or_post
def address(request: HttpRequest) -> HttpResponse:
    """Correct a mistyped address, as long as it is not confirmed."""
    account, back = _own(request)
    if account is None or not confirmations.is_due(account):
        return redirect(back)
    form = AddressForm(typed(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            limits.hit("registration.correct", str(account.pk), limit=5, window=DAY)
            count_mail(form.cleaned_data["email"])
            confirmations.correct_address(account, form.cleaned_data["email"], by=VISITOR)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("邮箱已更正，确认链接已发到新邮箱。"))
            return redirect(back)
    context = {"form": form, "back": back, "present": mask_email(account.user.email or "")}
    return step(request, "public/register_address.html", 6, **context)


def _own(request: HttpRequest) -> tuple[Account | None, str]:
    """The registration that this browser may act on, and the page it came from."""
    account = drafts.draft(request)
    if account is not None and confirmations.is_due(account):
        return account, "register_finished"
    return rights.status_account(request), "account_status"


def _send_again(request: HttpRequest, account: Account) -> None:
    try:
        limits.hit("registration.again", str(account.pk), limit=5, window=HOUR)
        count_mail(account.user.email or "")
        confirmations.send_again(account, by=VISITOR)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("确认链接已重新发送，之前的不再有效。请查收邮件。"))
