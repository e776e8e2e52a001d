"""The verb by which results that an institution delivered in bulk become outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from creditbank.bank import clock, ids, lifecycle
from creditbank.bank.accounts.models import Account
from creditbank.bank.catalogue.models import CertificateType
from creditbank.bank.history import Actor, verb
from creditbank.bank.imports.models import Run
from creditbank.bank.outcomes import checks, deposits
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage


@dataclass(frozen=True)
class Result:
    """What an institution told of one result. It is stored if `is_issuers` and there are no `doubts`.

    `doubts` are codes of `facts.SENTENCES`; `became` is as the outcome keeps it.
    """

    account: Account
    values: deposits.Values
    certificate_type: CertificateType | None
    credits_: Decimal | None
    became: list[dict[str, str]]
    run: Run
    is_issuers: bool
    doubts: list[str]


@verb
def take_in(results: Sequence[Result], *, by: Actor) -> list[Outcome]:
    """Write them, in this order; the institution's word stands in for scans.

    What it issued itself, and told completely, is stored at once, unless somebody has that
    certificate already. All else is reviewed as any other. The caller tells the learners.
    """
    outcomes = [_written(result) for result in results]
    Outcome.objects.bulk_create(outcomes)
    taken, stored, now = _taken(outcomes), list[Outcome](), clock.now()
    for outcome, result in zip(outcomes, results, strict=True):
        if _may_be_stored(outcome, result, taken):
            stored.append(outcome)
            taken.add(_key(outcome))
    lifecycle.move_all(stored, "deliver", submitted_at=now, stored_at=now)
    for outcome in outcomes:
        if outcome.stage == Stage.DRAFT:
            deposits.hand_in(outcome, quietly=True, by=by)
    return outcomes


def _written(result: Result) -> Outcome:
    account = result.account
    outcome = Outcome(
        id=ids.uuid7(),
        person_key=account.person_key,
        account=account,
        number=ids.public_number("S"),
        certificate_type=result.certificate_type,
        credits=result.credits_,
        became=result.became,
        run=result.run,
        doubts=result.doubts,
    )
    deposits.write(outcome, result.values)
    outcome.title = result.values.title
    return outcome


def _taken(outcomes: Sequence[Outcome]) -> set[bytes]:
    """Certificates among these that are stored already."""
    keys = [_key(outcome) for outcome in outcomes if outcome.certificate_key]
    stored = Outcome.objects.filter(certificate_key__in=keys, stage=Stage.STORED)
    return {_key(outcome) for outcome in stored.only("certificate_key")}


def _may_be_stored(outcome: Outcome, result: Result, taken: set[bytes]) -> bool:
    return (
        result.is_issuers
        and not result.doubts
        and (not outcome.certificate_key or _key(outcome) not in taken)
        and checks.is_told(outcome)
    )


def _key(outcome: Outcome) -> bytes:
    return bytes(outcome.certificate_key or b"")
