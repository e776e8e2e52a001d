"""Merging a staged delivery: new and changed results, in one transaction, by a few statements."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection

from creditbank.bank import clock
from creditbank.bank.deliveries import letters
from creditbank.bank.history import Actor, verb
from creditbank.bank.imports.models import Run
from creditbank.bank.outcomes.models import Outcome

_LOCK = 0xDE11
_WAIT = "SELECT pg_advisory_xact_lock(%s, hashtext(%s))"
_WRITTEN = "row_digest, fingerprint, fingerprint_next, is_issuers, to_check, unclaimed"
_INSERT = f"""
INSERT INTO bank_deliveredresult (id, organisation_id, run_id, key, created_at, {_WRITTEN})
SELECT result_id, %(organisation)s, %(run)s, key, %(now)s, {_WRITTEN}
FROM bank_stagedresult WHERE staging = %(staging)s AND change = 'new'
ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own words
# What is an outcome already keeps nothing of it but that it came.
_UPDATE = """
UPDATE bank_deliveredresult r SET run_id = %(run)s, row_digest = s.row_digest,
    is_issuers = s.is_issuers, to_check = s.to_check,
    fingerprint = s.fingerprint, fingerprint_next = s.fingerprint_next,
    unclaimed = CASE WHEN r.outcome_id IS NULL THEN s.unclaimed END
FROM bank_stagedresult s
WHERE s.staging = %(staging)s AND s.change = 'changed'
  AND r.id = s.result_id AND r.row_digest = s.held_digest
RETURNING r.outcome_id
"""
_MOVED_ON = """
SELECT FROM bank_stagedresult s JOIN bank_deliveredresult r ON r.id = s.result_id
WHERE s.staging = %s AND s.change = 'unchanged' AND r.row_digest <> s.held_digest LIMIT 1
"""

Told = Callable[[int], object]


@verb
def merge(run: Run, tell: Told, *, by: Actor) -> bool:
    """Write what is new or changed; False, and nothing to be kept, where the bank has moved on since.

    A corrected result that still waits is the corrected one from now on. One that is an outcome is
    not edited: its learner is told that something else came. Deliveries of one institution wait for
    each other.
    """
    told: dict[str, Any] = {"run": run.pk, "staging": run.staging, "now": clock.now()}
    told["organisation"] = run.organisation_id
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, [_LOCK, str(run.organisation_id)])
        cursor.execute(_MOVED_ON, [run.staging])
        if cursor.fetchone() is not None:
            return False
        cursor.execute(_INSERT, told)
        inserted = cursor.rowcount
        cursor.execute(_UPDATE, told)
        found = [outcome for (outcome,) in cursor]
    tell(inserted + len(found))
    _tell_learners(run, [outcome for outcome in found if outcome])
    expected = run.counts.get("new", 0), run.counts.get("changed", 0)
    return (inserted, len(found)) == expected


def _tell_learners(run: Run, outcome_ids: list[UUID]) -> None:
    rows = Outcome.objects.filter(pk__in=outcome_ids).select_related("account__user__person_key")
    for outcome in rows.iterator(chunk_size=500):
        letters.differs(outcome, run.organisation)
