"""The verb by which delivered results come to the accounts of those whom they are about.

They meet by the fingerprint of the identity document. Whether somebody has an account is nobody
else's business: the institution hears nothing of what happens here.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

import structlog
from django.db import connection
from django.db.models import QuerySet

from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.accounts.stages import Stage as AccountStage
from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.bank.deliveries import letters, rows, staging
from creditbank.bank.deliveries.models import DeliveredResult
from creditbank.bank.deliveries.names import same
from creditbank.bank.history import Actor, Someone, verb
from creditbank.bank.imports.models import Run
from creditbank.bank.outcomes import deposits, results
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage

BATCH = 200
# What the outcome says now, sealed with its person's key, is gone here.
_ATTACH = """
UPDATE bank_deliveredresult r SET outcome_id = t.outcome_id, unclaimed = NULL
FROM unnest(%s::uuid[], %s::uuid[]) AS t(id, outcome_id) WHERE r.id = t.id
"""
log = structlog.get_logger("deliveries")


class Waiting(NamedTuple):
    """A result that waits, opened, with the account that it is for."""

    row: DeliveredResult
    told: rows.Result
    account: Account


def waiting(account: Account) -> QuerySet[DeliveredResult]:
    """What waits for this account, whether it is open or not."""
    prints = account.documents.filter(reserved=True).values("fingerprint")
    return DeliveredResult.objects.filter(outcome=None, fingerprint__in=prints)


def attach_all() -> int:
    """Attach to everybody with an open account for whom something waits; give how many results."""
    prints = DeliveredResult.objects.filter(outcome=None).values("fingerprint")
    found = Document.objects.filter(reserved=True, fingerprint__in=prints)
    found = found.filter(account__stage=AccountStage.ACTIVE)
    ids = list(found.order_by("account").values_list("account", flat=True).distinct())
    batches = (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))
    return sum(attach(Account.objects.filter(pk__in=batch)) for batch in batches)


def attach(accounts: QuerySet[Account]) -> int:
    """Attach what waits for these accounts, delivery by delivery; give how many results.

    Each delivery's results come in the name of who confirmed it.
    """
    active = accounts.filter(stage=AccountStage.ACTIVE)
    prints = Document.objects.filter(account__in=active, reserved=True).values("fingerprint")
    found = DeliveredResult.objects.filter(outcome=None, fingerprint__in=prints)
    runs = Run.objects.filter(pk__in=found.values("run")).select_related("organisation")
    return sum(
        attach_run(run, active, by=Someone(run.confirmed_by_id, run.confirmed_by_label))
        for run in runs.order_by("id")
    )


@verb
def attach_run(run: Run, accounts: QuerySet[Account], *, by: Actor) -> int:
    """Make outcomes of what one delivery brought for these accounts; their learners are told."""
    found = _waiting(run, accounts)
    entries = CertificateType.objects.select_related("kind").in_bulk(
        {one.told.entry for one in found} - {""}, field_name="code"
    )
    kinds = Kind.objects.in_bulk({one.told.kind for one in found})
    outcomes = results.take_in(
        [_result(one, run, entries.get(one.told.entry), kinds) for one in found], by=by
    )
    with connection.cursor() as cursor:
        told = [one.row.pk for one in found], [outcome.pk for outcome in outcomes]
        cursor.execute(_ATTACH, told)
    _tell(run, outcomes)
    return len(outcomes)


def _waiting(run: Run, accounts: QuerySet[Account]) -> list[Waiting]:
    """Locked, so that of two jobs one attaches. One that was changed behind the bank's back stays."""
    documents = Document.objects.filter(account__in=accounts, reserved=True)
    people = ("account__person_key", "account__user__person_key")
    holders = {bytes(one.fingerprint): one.account for one in documents.select_related(*people)}
    mine = DeliveredResult.objects.filter(run=run, outcome=None, fingerprint__in=list(holders))
    found = []
    for row in mine.select_for_update().order_by("id"):
        told = rows.opened(row.unclaimed or "{}")
        if staging.digest_of(told) == bytes(row.row_digest):
            found.append(Waiting(row, told, holders[bytes(row.fingerprint)]))
        else:
            log.error("delivered_result_changed", result=str(row.pk))
    return found


def _result(
    one: Waiting, run: Run, entry: CertificateType | None, kinds: dict[str, Kind]
) -> results.Result:
    told = one.told
    doubts = {
        "delivered_to_check": one.row.to_check,
        "name_differs": same(told.name) != same(one.account.name or ""),
    }
    return results.Result(
        account=one.account,
        values=_values(told, entry.kind if entry else kinds[told.kind]),
        certificate_type=entry,
        credits_=_number(told.credits),
        became=told.became,
        run=run,
        is_issuers=one.row.is_issuers,
        doubts=[code for code, found in doubts.items() if found],
    )


def _values(told: rows.Result, kind: Kind) -> deposits.Values:
    return deposits.Values(
        kind=kind,
        title=told.title,
        issuer=told.issuer,
        level=told.level,
        score=_number(told.score),
        mark=told.mark[:30],
        obtained_on=dt.date.fromisoformat(told.obtained_on) if told.obtained_on else None,
        obtained_precision=told.precision,
        certificate_number=told.certificate_number,
        extra=told.facts,
    )


def _number(told: str) -> Decimal | None:
    return Decimal(told) if told else None


def _tell(run: Run, outcomes: Sequence[Outcome]) -> None:
    """One letter a person, however many results there are."""
    for account, stages in _by_account(outcomes).items():
        stored = stages[Stage.STORED]
        letters.delivered(account, run.organisation, stored, stages.total() - stored)


def _by_account(outcomes: Iterable[Outcome]) -> dict[Account, Counter[str]]:
    found: dict[Account, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        found[outcome.account][outcome.stage] += 1
    return found
