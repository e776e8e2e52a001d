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


def admit(request: HttpRequest, name: Name) -> list[int]:
    """Let one try begin; raises `Refused("too_many")`. Must stand outside every transaction.

    Answers how many failures there were before: of this name from this address, and from everywhere.
    """
    counters = _counters(request, name)
    failures = limits.hit_and_count(
        ("sign_in.address", (address_of(request),)),
        [(purpose, keys) for purpose, keys, _most in counters],
        limit=TRIES_FROM_ADDRESS,
        window=WINDOW,
    )
    for (purpose, keys, most), counted in zip(counters, failures, strict=True):
        if counted >= most:
            limits.hit(purpose, *keys, limit=most, window=WINDOW)
    return failures


def failed(request: HttpRequest, name: Name) -> None:
    """Count a failure; after several the next page asks for a captcha."""
    _log.info("not_signed_in", name=name.key[:16], address=address_of(request))
    counted = [
        limits.hit(purpose, *keys, limit=most, window=WINDOW)
        for purpose, keys, most in _counters(request, name)
    ]
    if FAILURES_HERE - counted[0] >= FAILURES_WITHOUT_CAPTCHA:
        request.session[_CAPTCHA] = True


def succeeded(request: HttpRequest, name: Name, failures: list[int]) -> None:
    """Forget the failures there were; mostly there were none."""
    request.session.pop(_CAPTCHA, None)
    for (purpose, keys, _most), counted in zip(_counters(request, name), failures, strict=True):
        if counted:
            limits.forget(purpose, *keys)


def wants_captcha(request: HttpRequest, failures: int = 0) -> bool:
    """Whether a captcha is due: this browser has failed, or this name from this address so often."""
    return bool(request.session.get(_CAPTCHA)) or failures >= FAILURES_WITHOUT_CAPTCHA


def _counters(request: HttpRequest, name: Name) -> list[tuple[str, tuple[str, ...], int]]:
    return [
        ("sign_in.here", (name.key, address_of(request)), FAILURES_HERE),
        ("sign_in.anywhere", (name.key,), FAILURES_ANYWHERE),
    ]
