"""How often somebody may try to sign in.

Counted by name and address together, never by address alone, because a whole school may sit behind
one. Failures count, successes forget them.
"""

import datetime as dt

import structlog
from django.http import HttpRequest

from creditbank.bank import limits
from creditbank.bank.users.sign_ins import Name

WINDOW = dt.timedelta(minutes=15)
# From here on a captcha is asked for, then nothing helps but waiting.
FAILURES_WITHOUT_CAPTCHA = 3
FAILURES_HERE = 10
# From everywhere together: high, for who fails on purpose shuts somebody else out.
FAILURES_ANYWHERE = 100
# Against floods only.
TRIES_FROM_ADDRESS = 600
_CAPTCHA = "sign_in_captcha"
_log = structlog.get_logger("sign_in")


def address_of(request: HttpRequest) -> str:
    """The client's address."""
    return str(request.META.get("REMOTE_ADDR", ""))


def admit(request: HttpRequest, name: Name) -> None:
    """Let one try begin; raises `Refused("too_many")`. Must stand outside every transaction."""
    address = address_of(request)
    limits.hit("sign_in.address", address, limit=TRIES_FROM_ADDRESS, window=WINDOW)
    for purpose, keys, most in _counters(request, name):
        if limits.count(purpose, *keys) >= most:
            limits.hit(purpose, *keys, limit=most, window=WINDOW)


def failed(request: HttpRequest, name: Name) -> None:
    """Count a failure; after several the next page asks for a captcha."""
    _log.info("not_signed_in", name=name.key[:16], address=address_of(request))
    counted = [
        limits.hit(purpose, *keys, limit=most, window=WINDOW)
        for purpose, keys, most in _counters(request, name)
    ]
    if FAILURES_HERE - counted[0] >= FAILURES_WITHOUT_CAPTCHA:
        request.session[_CAPTCHA] = True


def succeeded(request: HttpRequest, name: Name) -> None:
    """Forget the failures."""
    request.session.pop(_CAPTCHA, None)
    for purpose, keys, _most in _counters(request, name):
        limits.forget(purpose, *keys)


def wants_captcha(request: HttpRequest, name: Name | None = None) -> bool:
    """Whether a captcha is due: this browser has failed, or this name from this address."""
    if request.session.get(_CAPTCHA):
        return True
    if name is None:
        return False
    purpose, keys, _most = _counters(request, name)[0]
    return limits.count(purpose, *keys) >= FAILURES_WITHOUT_CAPTCHA


def _counters(request: HttpRequest, name: Name) -> list[tuple[str, tuple[str, ...], int]]:
    return [
        ("sign_in.here", (name.key, address_of(request)), FAILURES_HERE),
        ("sign_in.anywhere", (name.key,), FAILURES_ANYWHERE),
    ]
