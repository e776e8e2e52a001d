"""What a visitor's session keeps between two steps: ids and sealed values, never a number in plain."""

import base64
import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from creditbank.bank import clock
from creditbank.bank.accounts.models import Account
from creditbank.bank.enrolments import register
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.keys import Unreadable, seal, unseal
from creditbank.bank.portal.models import Agreement

ACTIVATION, REGISTRATION, STATUS = "activation", "registration", "status"
LASTS = dt.timedelta(minutes=30)
RIGHT_LASTS = dt.timedelta(hours=2)
_CONTEXT = "session|registration|number"


def begin(request: HttpRequest, agreement: Agreement) -> None:
    """Start an activation: the agreement was accepted. Whatever stood there before is gone."""
    request.session.pop(REGISTRATION, None)
    _write(request, ACTIVATION, LASTS, agreement=str(agreement.pk))


def agreement(request: HttpRequest) -> Agreement | None:
    """The version accepted in this activation."""
    found = _read(request, ACTIVATION).get("agreement")
    return Agreement.objects.filter(pk=found).first() if found else None


def remember_enrolment(request: HttpRequest, enrolment: Enrolment) -> None:
    """The enrolment found leads from here on; only its id is kept."""
    request.session.pop(REGISTRATION, None)
    accepted = _read(request, ACTIVATION).get("agreement", "")
    _write(request, ACTIVATION, LASTS, agreement=accepted, enrolment=str(enrolment.pk))


def enrolments(request: HttpRequest) -> list[Enrolment]:
    """All enrolments of the person who was found, the leading one first; empty without any."""
    found = _read(request, ACTIVATION).get("enrolment")
    row = Enrolment.objects.filter(pk=found).first() if found else None
    return register.of_person(bytes(row.fingerprint)) if row else []


def finish(request: HttpRequest) -> None:
    """The activation is handed in: nothing of it stays in the browser's session."""
    request.session.pop(ACTIVATION, None)


def carry_number(request: HttpRequest, number: str) -> None:
    """Keep a number, sealed, for the registration that may follow."""
    sealed = base64.b64encode(seal(number.encode(), _CONTEXT)).decode()
    _write(request, REGISTRATION, LASTS, number=sealed)


def carried_number(request: HttpRequest) -> str:
    """The number carried over, or nothing."""
    sealed = _read(request, REGISTRATION).get("number", "")
    try:
        return unseal(base64.b64decode(sealed), _CONTEXT).decode() if sealed else ""
    except Unreadable:
        return ""


def grant_status(request: HttpRequest, account_id: UUID) -> None:
    """Let this session see and correct one opening for a while."""
    request.session.cycle_key()
    _write(request, STATUS, RIGHT_LASTS, account=str(account_id))


def status_account(request: HttpRequest) -> Account | None:
    """The opening this session may see, if the right has not ended."""
    found = _read(request, STATUS).get("account")
    rows = Account.objects.select_related("person_key", "user__person_key", "organisation")
    return rows.filter(pk=found).first() if found else None


def end_status(request: HttpRequest) -> None:
    """Give the right up: shared computers."""
    request.session.pop(STATUS, None)


def _write(request: HttpRequest, key: str, lasting: dt.timedelta, **values: str) -> None:
    request.session[key] = {**values, "until": (clock.now() + lasting).isoformat()}


def _read(request: HttpRequest, key: str) -> dict[str, Any]:
    kept = request.session.get(key) or {}
    until = kept.get("until", "")
    return kept if until and dt.datetime.fromisoformat(until) > clock.now() else {}
