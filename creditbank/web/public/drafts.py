"""What a visitor's session keeps between two steps: ids and sealed values, never a number in plain."""

import base64
import datetime as dt
from uuid import UUID

from django.http import HttpRequest

from creditbank.bank.accounts.models import Account
from creditbank.bank.enrolments import register
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.keys import Unreadable, seal, unseal
from creditbank.bank.portal.models import Agreement
from creditbank.web.rights import account_of, keep, kept

ACTIVATION, REGISTRATION, REGISTERING = "activation", "registration", "registering"
LASTS = dt.timedelta(minutes=30)
RESUMES = dt.timedelta(hours=24)
_CONTEXT = "session|registration|number"


def begin(request: HttpRequest, agreement: Agreement) -> None:
    """Start an activation: the agreement was accepted. Whatever stood there before is gone."""
    request.session.pop(REGISTRATION, None)
    keep(request, ACTIVATION, LASTS, agreement=str(agreement.pk))


def agreement(request: HttpRequest) -> Agreement | None:
    """The version accepted in this activation."""
    found = kept(request, ACTIVATION).get("agreement")
    return Agreement.objects.filter(pk=found).first() if found else None


def remember_enrolment(request: HttpRequest, enrolment: Enrolment) -> None:
    """The enrolment found leads from here on; only its id is kept."""
    request.session.pop(REGISTRATION, None)
    accepted = kept(request, ACTIVATION).get("agreement", "")
    keep(request, ACTIVATION, LASTS, agreement=accepted, enrolment=str(enrolment.pk))


def enrolments(request: HttpRequest) -> list[Enrolment]:
    """All enrolments of the person who was found, the leading one first; empty without any."""
    found = kept(request, ACTIVATION).get("enrolment")
    row = Enrolment.objects.filter(pk=found).first() if found else None
    return register.of_person(bytes(row.fingerprint)) if row else []


def finish(request: HttpRequest) -> None:
    """The activation is handed in: nothing of it stays in the browser's session."""
    request.session.pop(ACTIVATION, None)


def carry_number(request: HttpRequest, number: str) -> None:
    """Keep a number, sealed, for the registration that may follow."""
    sealed = base64.b64encode(seal(number.encode(), _CONTEXT)).decode()
    keep(request, REGISTRATION, LASTS, number=sealed)


def carried_number(request: HttpRequest) -> str:
    """The number carried over, or nothing."""
    sealed = kept(request, REGISTRATION).get("number", "")
    try:
        return unseal(base64.b64decode(sealed), _CONTEXT).decode() if sealed else ""
    except Unreadable:
        return ""


def choose_region(request: HttpRequest, region: str) -> None:
    """Start or change a registration: where its review belongs."""
    _register(request, region=region)


def agree(request: HttpRequest, agreement: Agreement) -> None:
    """The agreement was accepted for a registration."""
    _register(request, agreement=str(agreement.pk))


def registering(request: HttpRequest) -> dict[str, str]:
    """What is known of the registration in this browser: `region`, `agreement`, `account`."""
    return kept(request, REGISTERING)


def registering_agreement(request: HttpRequest) -> Agreement | None:
    """The version accepted for it."""
    found = registering(request).get("agreement")
    return Agreement.objects.filter(pk=found).first() if found else None


def remember_draft(request: HttpRequest, account: Account) -> None:
    """The draft goes on in this browser for 24 hours; a carried number has done its work."""
    request.session.pop(REGISTRATION, None)
    _register(request, region=account.region, account=str(account.pk))


def resume_draft(request: HttpRequest, account_id: UUID) -> None:
    """A mailed link brought the draft into this browser; whatever stood here before is gone."""
    request.session.cycle_key()
    request.session.pop(REGISTERING, None)
    _register(request, account=str(account_id))


def draft(request: HttpRequest) -> Account | None:
    """The registration begun in this browser, handed in or not."""
    return account_of(registering(request).get("account"))


def clear_registration(request: HttpRequest) -> None:
    """换人办理: nothing of a registration stays in this browser."""
    for key in (REGISTERING, REGISTRATION):
        request.session.pop(key, None)
    request.session.cycle_key()


def _register(request: HttpRequest, **values: str) -> None:
    keep(request, REGISTERING, RESUMES, **{**kept(request, REGISTERING), **values})
    # Longer than a session of its own; signing in takes it back.
    request.session.set_expiry(RESUMES)
