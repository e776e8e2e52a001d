"""Signing in and out."""

from django.contrib.auth import logout as forget_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from creditbank.bank.accounts import claims, first_sign_ins, holders
from creditbank.bank.refusals import Refused
from creditbank.bank.users import sign_ins
from creditbank.bank.users.models import User
from creditbank.web import gates, rights
from creditbank.web.account import attempts, backend, doors, pending
from creditbank.web.account.forms import SignInForm
from creditbank.web.forms import add_refusal

# One sentence for all: unknown names, wrong passwords, accounts that are not open.
NOT_IN = _(
    "用户名或密码不正确，或账户尚未开通。"
    "激活申请还在审核的，请用邮件里的链接查看进度；自行注册的，请用邮箱和注册时设置的密码登录。"
    "忘记密码的，可以用邮箱找回。"
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
    name, typed = sign_ins.read(form.cleaned_data["name"]), form.cleaned_data["password"]
    try:
        failures = attempts.admit(request, name)
        if "captcha" not in form.fields and attempts.wants_captcha(request, failures[0]):
            form.ask_captcha()
            form.add_error(None, _("请再输入一次密码，并输入验证码。"))
            return None
        claim = claims.read_claim(name, typed)
        answer = _claimed(request, claim) if claim else _door(request, name, typed, failures)
        if claim or answer is None:
            attempts.failed(request, name)
        if answer is None:
            form.add_error(None, NOT_IN)
    except Refused as refusal:
        add_refusal(form, refusal)
        return None
    return answer


def _claimed(request: HttpRequest, claim: claims.Claim) -> HttpResponse:
    """Whatever could be an initial password leads on to the code, true or not; it counts as a try."""
    first_sign_ins.ask_for_code(claim)
    pending.begin_claim(request, claim)
    return redirect("login_code")


@sensitive_variables()
def _door(
    request: HttpRequest, name: sign_ins.Name, typed: str, failures: list[int]
) -> HttpResponse | None:
    """What the password opens, if anything; takes as long for nobody as for somebody."""
    found = sign_ins.who(name, by_number=holders.find_user)
    # Nothing more is asked about a user before the password is right.
    opens = sign_ins.password_matches(found, typed)
    user = backend.Backend().get_user(found.pk) if found and opens else None
    if user is None:
        return None
    if waiting := doors.waiting_account(user):
        attempts.succeeded(request, name, failures)
        rights.grant_status(request, waiting.pk)
        return doors.in_own_language(redirect("account_status"), user)
    if not doors.is_open_to(user):
        return _suspended(request, user)
    attempts.succeeded(request, name, failures)
    return doors.proceed(request, user)


def _suspended(request: HttpRequest, user: User) -> HttpResponse | None:
    if doors.suspended_account_of(user) is None:
        return None
    pending.begin(request, user, pending.SUSPENDED)
    return redirect("login_suspended")


def _page(request: HttpRequest, form: SignInForm) -> HttpResponse:
    if form.is_bound and attempts.wants_captcha(request):
        form.ask_captcha()
    return render(request, "account/login.html", {"form": form})
