"""Letting somebody in: who may come in at all, what is still asked of them, where they go then."""

import structlog
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from creditbank.bank.access import reach
from creditbank.bank.accounts import holders
from creditbank.bank.accounts.models import Account, Opening
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.users.models import User
from creditbank.web import gates
from creditbank.web.account import backend, browsers, pending, sessions

LEARNER_HOME, STAFF_HOME = "/me/", "/work/"
WAITING = (Stage.EMAIL_UNCONFIRMED, Stage.PENDING_REVIEW, Stage.RETURNED, Stage.REJECTED)
_NEXT = "next"
_log = structlog.get_logger("sign_in")


def account_of(user: User) -> Account | None:
    """The user's active account; as read with the user, where it was."""
    account: Account | None = getattr(user, "account", None)
    return account if account is not None and account.stage == Stage.ACTIVE else None


def waiting_account(user: User) -> Account | None:
    """What this user handed in with a password and is not open yet: one page is behind it."""
    account: Account | None = getattr(user, "account", None)
    waits = account and account.opening != Opening.ACTIVATION and account.stage in WAITING
    return account if waits else None


def suspended_account_of(user: User) -> Account | None:
    """The user's account while it is suspended."""
    rows = Account.objects.filter(user=user, stage=Stage.SUSPENDED)
    return rows.select_related("person_key", "user__person_key", "organisation").first()


def is_open_to(user: User) -> bool:
    """Whether there is anything behind the door for this user: an active account, or a post."""
    return account_of(user) is not None or bool(reach.seats(user))


def remember_next(request: HttpRequest) -> None:
    """Where they wanted to go before they were asked to sign in."""
    wanted = request.GET.get("next", "")
    ours = wanted.startswith((LEARNER_HOME, STAFF_HOME))
    if ours and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        request.session[_NEXT] = wanted


def proceed(request: HttpRequest, user: User) -> HttpResponse:
    """The password is theirs: staff are asked for the second factor, learners come in."""
    if user.is_staff_member:
        pending.begin(request, user, pending.SECOND_FACTOR)
        return redirect("second_factor")
    return come_in(request, user)


def come_in(request: HttpRequest, user: User, *, second_factor: bool = False) -> HttpResponse:
    """Sign in under a new session key, and go where they wanted, in their language."""
    device = sign_in(request, user, second_factor=second_factor)
    response = HttpResponseRedirect(next_place(request, user))
    return browsers.remember(in_own_language(response, user), device)


def sign_in(request: HttpRequest, user: User, *, second_factor: bool = False) -> str:
    """Make the session theirs; answers what their browser is to be remembered by."""
    pending.end(request)
    request.session.set_expiry(None)
    login(request, user, backend=backend.PATH)
    sessions.begin(request)
    _log.info("signed_in", user=str(user.pk), second_factor=second_factor)
    if second_factor:
        request.session[gates.SECOND_FACTOR] = str(user.pk)
    return browsers.welcome(request, user)


def next_place(request: HttpRequest, user: User) -> str:
    """Where a user goes after signing in."""
    wanted: str = request.session.pop(_NEXT, "")
    return wanted or home(user)


def home(user: User) -> str:
    """The learner's pages, the staff's, or the choice for who has both."""
    is_learner, is_staff = account_of(user) is not None, bool(reach.seats(user))
    if is_learner and is_staff:
        return reverse("login_choice")
    return STAFF_HOME if is_staff else LEARNER_HOME


def in_own_language(response: HttpResponse, user: User) -> HttpResponse:
    """The pages follow the user's language, on every computer."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        max_age=365 * 24 * 60 * 60,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
    return response


def own_words(user: User) -> set[str]:
    """What must not stand in a password because whoever knows the document number knows it."""
    account = Account.objects.filter(user=user).select_related("person_key").first()
    return holders.own_words(account) if account else set()
