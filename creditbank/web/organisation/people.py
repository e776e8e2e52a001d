"""At the counter: find a person within reach, correct an e-mail address after seeing the ID card."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from creditbank.bank.access.permissions import Permission
from creditbank.bank.accounts import addresses, holders, routing
from creditbank.bank.accounts.masks import mask_email, mask_name
from creditbank.bank.accounts.models import Account
from creditbank.bank.desk import enquiries
from creditbank.bank.identity import mask
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class FindForm(forms.Form):
    """By what somebody is looked for; what is typed travels in the body, never in an address."""

    KINDS = (
        ("document", _("证件号码")),
        ("number", _("账户号或受理编号")),
        ("name", _("姓名")),
    )
    kind = forms.ChoiceField(label=_("按什么查找"), choices=KINDS)
    typed = forms.CharField(
        label=_("要查找的内容"),
        max_length=100,
        error_messages={"required": _("请填写要查找的号码或姓名。")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class AddressForm(forms.Form):
    """The new address, and that the original was seen."""

    email = forms.EmailField(
        label=_("新的邮箱"),
        max_length=200,
        error_messages={
            "required": _("请填写学习者当面所报的邮箱。"),
            "invalid": _("请填写完整的邮箱地址。"),
        },
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    seen = forms.BooleanField(
        label=_("我已当面核对身份证件原件，人证一致"),
        error_messages={"required": _("核对身份证件原件以后才能更正。")},
    )


@gates.staff(Permission.PEOPLE_FIND)
@sensitive_post_parameters("typed")
@_get_or_post
def people(request: StaffRequest) -> HttpResponse:
    """Look somebody up; the answer for out of reach and for nobody is the same."""
    form = FindForm(request.POST or None, initial=_asked(request))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            context["found"] = enquiries.find(request.seat, told["kind"], told["typed"])
        except Refused as refusal:
            add_refusal(form, Refused(refusal.code, refusal.sentence, field="typed"))
    return render(request, "organisation/people.html", context)


def _asked(request: StaffRequest) -> dict[str, str]:
    """A public number that a link brought along; it is looked up when somebody presses the button."""
    number = request.GET.get("number", "")
    return {"kind": "number", "typed": number[:20]} if number else {"kind": "document"}


@gates.staff(Permission.ADDRESS_CORRECT)
@_get_or_post
def person_address(request: StaffRequest, number: str) -> HttpResponse:
    """Correct the address of somebody who stands at the counter with the ID card."""
    account = _correctable(request, number)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            email = form.cleaned_data["email"]
            addresses.correct_in_person(account, email=email, by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("邮箱已更正，新旧两个邮箱都会收到通知。"))
            return redirect("people")
    context = {"form": form, "account": account, **_seen(account)}
    return render(request, "organisation/person_address.html", context)


def _correctable(request: StaffRequest, number: str) -> Account:
    rows = routing.within(request.seat.organisation).filter(stage__in=addresses.CORRECTABLE)
    rows = rows.select_related("person_key", "user__person_key", "organisation")
    account = rows.filter(number=number).first()
    if account is None:
        raise Http404
    return account


def _seen(account: Account) -> dict[str, Any]:
    return {
        "name": mask_name(account.name or ""),
        "masked_number": mask(holders.document_of(account).number or ""),
        "masked_email": mask_email(account.user.email or ""),
        "is_active": account.stage == "active",
    }
