"""What a session may see without signing in: the one page of an opening that is not active yet.

Given by a link of a message, or by the password of somebody who registered; kept by the session as
an id with an end. Every counter may ask.
"""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest

from creditbank.bank import clock
from creditbank.bank.accounts.models import Account

LASTS = dt.timedelta(hours=2)
_KEY = "status"


def grant_status(request: HttpRequest, account_id: UUID) -> None:
    """Let this session see and correct one opening for a while."""
    request.session.cycle_key()
    keep(request, _KEY, LASTS, account=str(account_id))


def status_account(request: HttpRequest) -> Account | None:
    """The opening this session may see, if the right has not ended."""
    return account_of(kept(request, _KEY).get("account"))


def end_status(request: HttpRequest) -> None:
    """Give the right up: shared computers."""
    request.session.pop(_KEY, None)


def account_of(account_id: str | None) -> Account | None:
    """An account by the id that a session kept."""
    rows = Account.objects.select_related("person_key", "user__person_key", "organisation")
    return rows.filter(pk=account_id).first() if account_id else None


def keep(request: HttpRequest, key: str, lasting: dt.timedelta, **values: str) -> None:
    """Keep ids and sealed values in the session until their time is over."""
    request.session[key] = {**values, "until": (clock.now() + lasting).isoformat()}


def kept(request: HttpRequest, key: str) -> dict[str, str]:
    """What is kept and still good; empty otherwise."""
    found: dict[str, str] = request.session.get(key) or {}
    until = found.get("until", "")
    return found if until and dt.datetime.fromisoformat(until) > clock.now() else {}
