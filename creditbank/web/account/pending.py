"""Half a sign-in: who has passed the first door and not yet the second, kept in the session.

Such a session opens nothing but the next step. It ends after a quarter of an hour, and with any
change of the password.
"""

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from creditbank.bank import clock
from creditbank.bank.users import people
from creditbank.bank.users.models import User

CODE, NEW_PASSWORD, SECOND_FACTOR = "code", "new_password", "second_factor"
SUSPENDED = "suspended"
LASTS_SECONDS = 15 * 60
_KEY = "pending"


def begin(request: HttpRequest, user: User, step: str) -> None:
    """Remember who comes next to which step, under a new session key."""
    request.session.cycle_key()
    request.session[_KEY] = {
        "user": str(user.pk),
        "step": step,
        "since": clock.now().timestamp(),
        "proof": user.get_session_auth_hash(),
    }


def user(request: HttpRequest, step: str) -> User | None:
    """Who stands before this step, if anybody."""
    kept = request.session.get(_KEY)
    if not kept or kept["step"] != step:
        return None
    if clock.now().timestamp() - kept["since"] > LASTS_SECONDS:
        end(request)
        return None
    found = people.find(kept["user"])
    if found is None or not constant_time_compare(kept["proof"], found.get_session_auth_hash()):
        end(request)
        return None
    return found


def end(request: HttpRequest) -> None:
    """Forget it."""
    request.session.pop(_KEY, None)
