"""What users are told about their sign-in; the words live in `templates/letters/user_*`."""

from creditbank.bank.messages import outbox
from creditbank.bank.users.models import User


def code(user: User, digits: str, *, minutes: int) -> None:
    """The one-time code."""
    outbox.post("user_code", user.addressee, {"minutes": minutes}, secrets={"code": digits})


def recovery(user: User, token: str, *, minutes: int) -> None:
    """The link by which a new password is set."""
    context = {"label": user.label, "minutes": minutes}
    outbox.post("user_recovery", user.addressee, context, secrets={"token": token})


def password_changed(user: User) -> None:
    """A new password was set; if it was not them, what to do."""
    outbox.post("user_password_changed", user.addressee, {"label": user.label})


def second_factor_changed(user: User) -> None:
    """A second factor was set up, or its recovery codes are new."""
    outbox.post("user_second_factor", user.addressee, {})


def recovery_code_used(user: User, *, left: int) -> None:
    """Somebody signed in with a recovery code; so many are left."""
    outbox.post("user_recovery_code", user.addressee, {"left": left})
