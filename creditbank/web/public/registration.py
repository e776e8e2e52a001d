"""Registration (账户注册), one idea a step: up to the password. Handing in is `submission`.

Nothing on these pages depends on what is known about a number: they are the same for everybody, in
words and in time. What differs goes by message to addresses that are known.
"""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank import limits
from creditbank.bank.accounts import drafts as verbs
from creditbank.bank.accounts import holders, information
from creditbank.bank.accounts.masks import mask_name
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.history import VISITOR
from creditbank.bank.identity import mask
from creditbank.bank.portal import agreements
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.passwords import PasswordTwiceForm
from creditbank.web.public import drafts
from creditbank.web.public.activation import client_of, typed
from creditbank.web.public.forms import AgreementForm
from creditbank.web.public.home import readable
from creditbank.web.public.information_forms import InformationForm
from creditbank.web.public.registration_forms import RegionForm, levels_of

STEPS = (
    _("选择地区"),
    _("用户协议"),
    _("个人信息"),
    _("设置密码"),
    _("证件扫描件"),
    _("确认邮箱"),
)
HOUR = dt.timedelta(hours=1)
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
Step = Callable[[HttpRequest], HttpResponse]


def while_draft(view: Step) -> Step:
    """What is handed in is not filled in again: on to where it is told what comes next."""

    @functools.wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        account = drafts.draft(request)
        if account is not None and account.stage != Stage.DRAFT:
            return redirect("register_finished")
        return view(request)

    return guarded


@gates.public
@never_cache
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What registration asks for, and what of it this browser has begun."""
    account, number = drafts.draft(request), drafts.carried_number(request)
    context: dict[str, Any] = {"masked_number": mask(number) if number else ""}
    if account is not None:
        document = holders.document_of(account)
        context |= {
            "draft": account,
            "name": mask_name(account.name or ""),
            "masked_number": mask(document.number or ""),
            "next_step": next_step(account),
        }
    return render(request, "public/register.html", context)


@gates.public
@never_cache
@_get_or_post
@while_draft
def region(request: HttpRequest) -> HttpResponse:
    """Where one is: it decides who reviews."""
    account = drafts.draft(request)
    before = account.region if account else drafts.registering(request).get("region", "")
    form = region_form(request, before)
    if request.method == "POST" and form.region:
        try:
            if account is not None:
                verbs.move_to(account, form.region, by=VISITOR)
        except Refused:  # handed in meanwhile, in another window
            return redirect("register")
        drafts.choose_region(request, form.region)
        return redirect("register_agreement")
    return step(request, "public/register_region.html", 1, form=form)


def region_form(request: HttpRequest, before: str) -> RegionForm:
    """The levels as sent, as asked for by the page itself, or as chosen before."""
    if request.method == "POST":
        return RegionForm(request.POST.dict(), sent=True)
    return RegionForm(request.GET.dict() or levels_of(before), sent=False)


@gates.public
@never_cache
@_get_or_post
@while_draft
def agreement(request: HttpRequest) -> HttpResponse:
    """The agreement, read and agreed to."""
    if not drafts.registering(request).get("region"):
        return redirect("register_region")
    current = agreements.current()
    form = AgreementForm(typed(request)[0])
    if request.method == "POST" and form.is_valid() and current:
        drafts.agree(request, current)
        return redirect("register_information")
    return step(
        request,
        "public/register_agreement.html",
        2,
        form=form,
        agreement=current,
        text=readable(current),
    )


@gates.public
@never_cache
@_get_or_post
@while_draft
@sensitive_post_parameters()
def register_information(request: HttpRequest) -> HttpResponse:
    """Who one is; kept sealed from here on."""
    account = drafts.draft(request)
    if account is None and not drafts.registering_agreement(request):
        return redirect("register_agreement")
    kept = information.standing(account) if account else None
    form = InformationForm(*typed(request), kept=kept, carried=drafts.carried_number(request))
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, account, form)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("register_password")
    return step(request, "public/register_information.html", 3, form=form)


@sensitive_variables()
def _keep(request: HttpRequest, account: Account | None, form: InformationForm) -> None:
    limits.hit("registration.draft.client", client_of(request), limit=120, window=HOUR)
    told = form.information()
    if account is not None:
        verbs.change(account, told, by=VISITOR)
        return
    accepted = drafts.registering_agreement(request)
    if accepted is None:
        raise Refused("agreement_missing", _("请先阅读并同意用户注册协议。"))
    where = drafts.registering(request).get("region", "")
    begun = verbs.begin(told, region=where, agreement=accepted, by=VISITOR)
    drafts.remember_draft(request, begun)


@gates.public
@never_cache
@_get_or_post
@while_draft
@sensitive_post_parameters()
def register_password(request: HttpRequest) -> HttpResponse:
    """The password one will sign in with."""
    account = drafts.draft(request)
    if account is None:
        return redirect("register_information")
    form = PasswordTwiceForm(typed(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            verbs.set_password(account, form.cleaned_data["password"], by=VISITOR)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("register_scans")
    return step(request, "public/register_password.html", 4, form=form, draft=account)


def next_step(account: Account) -> str:
    """The name of the address where a registration goes on."""
    if account.stage != Stage.DRAFT:
        return "register_finished"
    return "register_scans" if account.user.has_usable_password() else "register_password"


def step(request: HttpRequest, page: str, number: int, /, **context: Any) -> HttpResponse:
    """A page of the registration."""
    return render(request, page, {"steps": STEPS, "step_number": number, **context})
