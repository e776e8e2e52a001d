"""The second factor of staff: asked at every sign-in, set up at the first."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from creditbank.bank.refusals import Refused
from creditbank.bank.users import second_factors
from creditbank.bank.users.models import User
from creditbank.web import gates
from creditbank.web.account import browsers, doors, pending
from creditbank.web.account.forms import SecondFactorForm
from creditbank.web.forms import add_refusal


@gates.public
@sensitive_post_parameters()
def second_factor(request: HttpRequest) -> HttpResponse:
    """A code of the authenticator, or a spare one."""
    user = _user(request)
    if user is None:
        return redirect("login")
    if not second_factors.is_set_up(user):
        return redirect("second_factor_setup")
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factors.check(user, form.cleaned_data["code"], by=user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return doors.come_in(request, user, second_factor=True)
    return render(request, "account/second_factor.html", {"form": form})


@gates.public
@sensitive_post_parameters()
def second_factor_setup(request: HttpRequest) -> HttpResponse:
    """Put the secret into an authenticator; the first code of it proves that it arrived."""
    user = _user(request)
    if user is None:
        return redirect("login")
    if second_factors.is_set_up(user):
        return redirect("second_factor")
    secret = second_factors.begin(user, by=user)
    form = SecondFactorForm(request.POST or None)
    form.fields["code"].help_text = ""
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factors.confirm(user, form.cleaned_data["code"], by=user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            device = doors.sign_in(request, user, second_factor=True)
            context = {"codes": codes, "next": doors.next_place(request, user)}
            response = render(request, "account/spare_codes.html", context)
            return browsers.remember(response, device)
    shown = {"form": form, "secret": _spaced(secret), "picture": _picture(user)}
    return render(request, "account/second_factor_setup.html", shown)


def _user(request: HttpRequest) -> User | None:
    """Who has shown the password, or became staff while signed in."""
    if request.user.is_authenticated:
        signed_in = request.session.get(gates.SECOND_FACTOR) == str(request.user.pk)
        return None if signed_in else request.user
    return pending.user(request, pending.SECOND_FACTOR)


def _picture(user: User) -> str:
    """The QR code as an image that needs no address of its own; light, for cameras, in the dark too."""
    address = second_factors.address(user)
    return segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="#fff")


def _spaced(secret: str) -> str:
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
