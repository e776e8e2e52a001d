"""Signing in and out."""

from django.contrib.auth import logout as forget_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from creditbank.bank.accounts import holders
from creditbank.bank.refusals import Refused
from creditbank.bank.users import codes, sign_ins
from creditbank.bank.users.models import User
from creditbank.web import gates
from creditbank.web.account import attempts, doors, pending
from creditbank.web.account.forms import SignInForm
from creditbank.web.forms import add_refusal

# One sentence for all: unknown names, wrong passwords, accounts that are not open.
NOT_IN = _(
    "用户名或密码不正确，或账户尚未开通。"
    "激活申请还在审核的，请用邮件里的链接查看进度；忘记密码的，可以用邮箱找回。"
)


@gates.public
@sensitive_post_parameters()
def login(request: HttpRequest) -> HttpResponse:
    """The page behind `登录`."""
    if request.user.is_authenticated:
        return redirect(doors.home(request.user))
    if request.method != "POST":
        doors.remember_next(request)
        return _page(request, SignInForm(with_captcha=attempts.wants_captcha(request)))
    form = SignInForm(request.POST, with_captcha=attempts.wants_captcha(request))
    answer = _answer(request, form) if form.is_valid() else None
    return answer or _page(request, form)


@gates.public
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out; nothing of the session stays."""
    forget_session(request)
    return redirect("/")


@gates.signed_in
def choice(request: gates.SignedInRequest) -> HttpResponse:
    """For who is learner and staff: which of the two now?"""
    only = doors.home(request.user)
    if only != request.path:
        return redirect(only)
    return render(request, "account/choice.html")


@sensitive_variables()
def _answer(request: HttpRequest, form: SignInForm) -> HttpResponse | None:
    name = sign_ins.read(form.cleaned_data["name"])
    try:
        failures = attempts.admit(request, name)
        if "captcha" not in form.fields and attempts.wants_captcha(request, failures[0]):
            form.ask_captcha()
            form.add_error(None, _("请再输入一次密码，并输入验证码。"))
            return None
        answer = _door(request, name, form.cleaned_data["password"], failures)
        if answer is None:
            attempts.failed(request, name)
            form.add_error(None, NOT_IN)
    except Refused as refusal:
        add_refusal(form, refusal)
        return None
    return answer


@sensitive_variables()
def _door(
    request: HttpRequest, name: sign_ins.Name, typed: str, failures: list[int]
) -> HttpResponse | None:
    """What the password opens, if anything; takes as long for nobody as for somebody."""
    user = sign_ins.who(name, by_number=holders.find_user)
    opens = sign_ins.password_matches(user, typed)
    if user is None or not user.is_active or not doors.is_open_to(user):
        return None
    if opens:
        attempts.succeeded(request, name, failures)
        return doors.proceed(request, user)
    return _send_code(request, user) if holders.initial_password_matches(user, typed) else None


def _send_code(request: HttpRequest, user: User) -> HttpResponse:
    codes.send(user, codes.Purpose.FIRST_SIGN_IN)
    pending.begin(request, user, pending.CODE)
    return redirect("login_code")


def _page(request: HttpRequest, form: SignInForm) -> HttpResponse:
    if form.is_bound and attempts.wants_captcha(request):
        form.ask_captcha()
    return render(request, "account/login.html", {"form": form})
