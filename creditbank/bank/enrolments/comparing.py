"""Holding the staged rows of a register against each other, as they stand in the sheet.

Most rows need no looking at: only those that share a document number under another name, or an
enrolment, with another row are read again, in their order.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from creditbank.bank.enrolments import rows
from creditbank.bank.enrolments.rows import Claim
from creditbank.bank.imports.models import Run, opened_reasons
from creditbank.bank.imports.sightings import Sightings
from creditbank.bank.imports.staging import sealed_reasons
from creditbank.bank.imports.verdicts import Slip, Verdict
from creditbank.bank.sheets.pages import letters
from creditbank.bank.sheets.tables import Line

_BATCH = 20_000
# The database guesses how many rows a new reading has, and takes them for few: no loop in a loop then.
_PLAN = "SET LOCAL enable_nestloop = off"
# One enrolment: a student number within a province, else a person's level and intake.
_TAKEN = """
WITH taken AS MATERIALIZED (
    SELECT line, person, called, CASE
        WHEN student_number <> '' THEN hash_record_extended(ROW(province_id, student_number), 0)
        ELSE hash_record_extended(ROW(person, level, intake), 1) END AS key
    FROM bank_stagedenrolment WHERE staging = %(staging)s AND change <> ''
), again AS (
    SELECT key, max(line) AS last FROM taken GROUP BY key HAVING count(*) > 1
)
"""
_SUSPECTS = f"""{_TAKEN}, renamed AS (
    SELECT person FROM taken GROUP BY person HAVING min(called) <> max(called)
)
SELECT s.line, s.status, s.sealed_reasons, s.fingerprint, t.called, s.province_id,
       s.student_number, s.level, s.intake, s.row_digest
FROM taken t JOIN bank_stagedenrolment s ON s.staging = %(staging)s AND s.line = t.line
WHERE t.person IN (SELECT person FROM renamed) OR t.key IN (SELECT key FROM again)
ORDER BY s.line
"""  # noqa: S608 - our own words
_SUPERSEDED = f"""{_TAKEN}
SELECT s.line, s.status, s.sealed_reasons, again.last
FROM taken t JOIN again USING (key)
JOIN bank_stagedenrolment s ON s.staging = %(staging)s AND s.line = t.line
WHERE t.line <> again.last ORDER BY s.line
"""  # noqa: S608 - our own words
_WRITE = """
UPDATE bank_stagedenrolment s SET status = t.status, sealed_reasons = t.reasons,
    change = CASE WHEN t.status IN ('reject', 'ignore') THEN '' ELSE s.change END
FROM unnest(%s::int[], %s::text[], %s::bytea[]) AS t(line, status, reasons)
WHERE s.staging = %s AND s.line = t.line
"""

Judge = Callable[[Verdict, Sequence[Any]], None]


def compare(run: Run) -> None:
    """Give the rows that meet another row their verdicts, as the check of a sheet does.

    Within a province a student number is one person's. Of several rows for one enrolment the last
    one counts.
    """
    names = {name: letters(columns[0]) for name, columns in run.layout["places"].items()}
    with transaction.atomic(), Sightings() as seen:
        with connection.cursor() as cursor:
            cursor.execute(_PLAN)

        def hold_against_former(verdict: Verdict, told: Sequence[Any]) -> None:
            slip = Slip(Line(verdict.line, {}, names))
            slip.verdict = verdict
            rows.compare(_claim(*told), slip, seen)

        if _judge(run, _SUSPECTS, hold_against_former):
            _judge(run, _SUPERSEDED, _supersede)


def _supersede(verdict: Verdict, told: Sequence[Any]) -> None:
    verdict.give("ignore", _("第 %(line)d 行是同一条学籍，以后一行为准。") % {"line": told[0]})


def _claim(
    fingerprint: bytes,
    called: int,
    province: object,
    number: str,
    level: str,
    intake: str,
    said: bytes,
) -> Claim:
    student = f"{province} {number}" if number else ""
    person = bytes(fingerprint).hex()
    return Claim(person, str(called), student, number or f"{level} {intake}", bytes(said).hex())


def _judge(run: Run, query: str, judge: Judge) -> bool:
    """Have the rows of a query judged and write down what was said; whether there was anything to say."""
    found = False
    verdicts = (verdict for verdict, said in _judged(run, query, judge) if said)
    while batch := list(islice(verdicts, _BATCH)):
        found = True
        with connection.cursor() as cursor:
            told = (
                [one.line for one in batch],
                [one.status for one in batch],
                [sealed_reasons(run.staging, one.line, one.reasons) for one in batch],
            )
            cursor.execute(_WRITE, [*told, run.staging])
    return found


def _judged(run: Run, query: str, judge: Judge) -> Iterator[tuple[Verdict, bool]]:
    # What the rows say is read as it was when the query began, whatever is written meanwhile.
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, {"staging": run.staging})
        for line, status, sealed, *told in cursor:
            verdict = Verdict(line, status, opened_reasons(run.staging, line, sealed))
            before = len(verdict.reasons)
            judge(verdict, told)
            yield verdict, len(verdict.reasons) > before
