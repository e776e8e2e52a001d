"""The verb by which an institution's outcome comes to a learner who agreed to it."""

from decimal import Decimal

from django.db import IntegrityError, transaction

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts.models import Account
from creditbank.bank.catalogue.models import CertificateType
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.outcomes import checks, deposits, letters
from creditbank.bank.outcomes.models import Outcome


@verb
def deliver(
    account: Account,
    values: deposits.Values,
    *,
    certificate_type: CertificateType | None,
    credits_: Decimal | None,
    source: Organisation,
    is_issuer: bool,
    by: Actor,
) -> Outcome:
    """Write what `source` told; its word stands in for a scan.

    Where it issued the certificate itself, and told all that belongs to one, it is stored at once,
    unless another learner has that certificate. Everything else is reviewed as any other.
    """
    outcome = deposits.draft(account, values, certificate_type=certificate_type, by=by)
    if credits_ is not None:
        outcome.credits = credits_
        outcome.save(update_fields=["credits"])
    if not (is_issuer and checks.is_told(outcome) and _stored(outcome)):
        told = {"code": "delivered", "level": "look", "organisation": source.name_zh}
        deposits.hand_in(outcome, also=[told], by=by)
    return outcome


def _stored(outcome: Outcome) -> bool:
    now = clock.now()
    try:
        with transaction.atomic():
            lifecycle.move(outcome, "deliver", submitted_at=now, stored_at=now)
    except IntegrityError:
        return False
    letters.stored(outcome)
    return True
