"""Merging a staged register: new and changed rows, in one transaction, by a handful of statements."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection

from creditbank.bank import clock
from creditbank.bank.enrolments import places
from creditbank.bank.history import Actor, verb
from creditbank.bank.imports.models import Run

_LOCK = 0x905E
_WRITTEN = (
    "study_centre_id student_number name document_kind number fingerprint fingerprint_next programme"
    " major level intake started_on foreign_language email mobile row_digest"
).split()
_INSERT = f"""
INSERT INTO bank_enrolment (id, province_id, status, run_id, created_at, {", ".join(_WRITTEN)})
SELECT enrolment_id, province_id, enrolment_status, %(run)s, %(now)s, {", ".join(_WRITTEN)}
FROM bank_stagedenrolment
WHERE staging = %(staging)s AND change = 'new' AND line BETWEEN %(first)s AND %(last)s
ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own words
_UPDATE = f"""
UPDATE bank_enrolment e SET status = s.enrolment_status, run_id = %(run)s,
    {", ".join(f"{name} = s.{name}" for name in _WRITTEN)}
FROM bank_stagedenrolment s
WHERE s.staging = %(staging)s AND s.change = 'changed' AND s.line BETWEEN %(first)s AND %(last)s
  AND e.id = s.enrolment_id AND e.row_digest = s.held_digest
"""  # noqa: S608 - our own words
_MOVED_ON = """
SELECT FROM bank_stagedenrolment s JOIN bank_enrolment e ON e.id = s.enrolment_id
WHERE s.staging = %s AND s.change = 'unchanged' AND e.row_digest <> s.held_digest LIMIT 1
"""
_PLACES = "SELECT DISTINCT study_centre_id, province_id FROM bank_stagedenrolment WHERE staging = %s AND change <> ''"
# So many rows are written by one statement: after each, whoever watches hears of it.
STEP = 50_000

Told = Callable[[int], object]


@verb
def merge(run: Run, tell: Told, *, by: Actor) -> bool:
    """Write what is new or changed; False, and nothing to be kept, where the bank has moved on since.

    A row missing from the file ends nothing; accounts are not touched. Merges that concern one
    province wait for each other.
    """
    found = _places(run)
    _wait({province for _centre, province in found})
    if not found <= _within_reach(run) or _moved_on(run):
        return False
    return _written(run, _INSERT, "new", tell) and _written(run, _UPDATE, "changed", tell)


def _places(run: Run) -> set[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [run.staging])
        return set(cursor.fetchall())


def _wait(provinces: set[UUID]) -> None:
    """Let one merge at a time write in a province; provinces in one order, so none waits in a circle."""
    with connection.cursor() as cursor:
        for province in sorted(map(str, provinces)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, province])


def _within_reach(run: Run) -> set[tuple[UUID, UUID]]:
    return {(one.id, one.province) for one in places.centres(run.organisation).values()}


def _moved_on(run: Run) -> bool:
    """Whether what a row was found equal to has changed since."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVED_ON, [run.staging])
        return bool(cursor.fetchall())


def _written(run: Run, statement: str, change: str, tell: Told) -> bool:
    """Write the rows of one change, step by step; whether every one of them found its place."""
    expected, written = run.counts.get(change, 0), 0
    told: dict[str, Any] = {"run": run.pk, "staging": run.staging, "now": clock.now()}
    with connection.cursor() as cursor:
        for first in range(0, _last_line(run) + 1 if expected else 0, STEP):
            cursor.execute(statement, told | {"first": first, "last": first + STEP - 1})
            written += cursor.rowcount
            tell(cursor.rowcount)
    return bool(written == expected)


def _last_line(run: Run) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(line) FROM bank_stagedenrolment WHERE staging = %s", [run.staging]
        )
        return int(cursor.fetchone()[0])
