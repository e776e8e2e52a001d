"""Knowing a browser again: a signed cookie with a random id, kept here as a fingerprint alone."""

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from creditbank.bank.users import agents, devices, sessions, sign_ins
from creditbank.bank.users.models import User

COOKIE = "__Host-device" if settings.HTTPS else "device"
LASTS_SECONDS = 400 * 24 * 60 * 60  # browsers keep none longer
_SALT = "device"


def welcome(request: HttpRequest, user: User) -> str:
    """Note who signs in with what (see `sign_ins.sign_in`); answers the browser's id."""
    agent = agents.read(request.headers.get("User-Agent", ""))
    sessions.begin(request.session, agent)
    device = _known(request) or devices.fresh()
    sign_ins.sign_in(user, device, agent, by=user)
    return device


def remember(response: HttpResponse, device: str) -> HttpResponse:
    """Leave the id with the browser."""
    response.set_signed_cookie(
        COOKIE,
        device,
        salt=_SALT,
        max_age=LASTS_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
    return response


def _known(request: HttpRequest) -> str:
    try:
        return str(request.get_signed_cookie(COOKIE, "", salt=_SALT, max_age=LASTS_SECONDS))
    except BadSignature:
        return ""
