"""Asking for the password again before something that an open session alone must not do."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from creditbank.bank import limits
from creditbank.bank.refusals import Refused
from creditbank.bank.users.models import User

TRIES, WINDOW = 10, dt.timedelta(minutes=15)


def ask(user: User, typed: str) -> None:
    """Raise `Refused` ("password_wrong", "too_many"); not to be called within a transaction."""
    limits.hit("password.change", str(user.pk), limit=TRIES, window=WINDOW)
    if not user.check_password(typed):
        raise Refused("password_wrong", _("当前密码不正确。"), field="current")
