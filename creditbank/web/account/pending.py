"""Half a sign-in: who has passed the first door and not yet the second, kept in the session.

Such a session opens nothing but the next step. It ends after a quarter of an hour, and with any
change of the password.
"""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from creditbank.bank import clock
from creditbank.bank.accounts.claims import Claim
from creditbank.bank.users import people
from creditbank.bank.users.models import User

CODE, NEW_PASSWORD, SECOND_FACTOR = "code", "new_password", "second_factor"
SUSPENDED = "suspended"
LASTS_SECONDS = 15 * 60
_KEY = "pending"


def begin(request: HttpRequest, user: User, step: str) -> None:
    """Remember who comes next to which step, under a new session key."""
    _keep(request, step, user=str(user.pk), proof=user.get_session_auth_hash())


def begin_claim(request: HttpRequest, claim: Claim) -> None:
    """Remember what somebody claims; whether it is true, the code of the e-mail will show."""
    _keep(request, CODE, claim=asdict(claim))


def user(request: HttpRequest, step: str) -> User | None:
    """Who stands before this step, if anybody."""
    kept = _kept(request, step)
    if kept is None:
        return None
    found = people.find(kept["user"])
    if found is None or not constant_time_compare(kept["proof"], found.get_session_auth_hash()):
        end(request)
        return None
    return found


def claim(request: HttpRequest) -> Claim | None:
    """What was claimed by who stands before the code, if anybody does."""
    kept = _kept(request, CODE)
    return Claim(**kept["claim"]) if kept else None


def end(request: HttpRequest) -> None:
    """Forget it."""
    request.session.pop(_KEY, None)


def _keep(request: HttpRequest, step: str, **what: Any) -> None:
    request.session.cycle_key()
    request.session[_KEY] = {"step": step, "since": clock.now().timestamp(), **what}


def _kept(request: HttpRequest, step: str) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(_KEY)
    if not kept or kept["step"] != step:
        return None
    if clock.now().timestamp() - kept["since"] > LASTS_SECONDS:
        end(request)
        return None
    return kept
