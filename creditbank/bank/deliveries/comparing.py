"""Holding the staged rows of a delivery against each other: one name a number, one result a person.

Of a course the best mark counts. Rows of one transfer or certificate tell one course each that it
became: together they are one result. Only rows that meet another one are read again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from creditbank.bank import keys
from creditbank.bank.deliveries import rows, staging
from creditbank.bank.deliveries.models import result_context
from creditbank.bank.deliveries.rows import Result
from creditbank.bank.imports.models import Run, opened_reasons
from creditbank.bank.imports.staging import sealed_reasons
from creditbank.bank.imports.verdicts import Slip, Verdict
from creditbank.bank.sheets.pages import letters
from creditbank.bank.sheets.tables import Line

_READ = """
SELECT line, status, sealed_reasons, {group}, called, worth, result_id, held_digest, to_check, unclaimed
FROM bank_stagedresult WHERE staging = %(staging)s AND change <> '' AND {group} IN (
    SELECT {group} FROM bank_stagedresult WHERE staging = %(staging)s AND change <> ''
    GROUP BY 1 HAVING {meeting})
ORDER BY {group}, line
"""
_RENAMED = _READ.format(group="fingerprint", meeting="min(called) <> max(called)")
_AGAIN = _READ.format(group="key", meeting="count(*) > 1")
_CHANGED = _READ.format(group="key", meeting="min(change) = 'changed'")
_WRITE = """
UPDATE bank_stagedresult SET status = %s, sealed_reasons = %s, change = %s, row_digest = %s,
    to_check = %s, unclaimed = %s WHERE staging = %s AND line = %s
"""
_TOGETHER = _("与第 %(line)d 行合为一项成果。")
_BEFORE = _(
    "以前送来过，内容不同：还没有账户的人，以这次为准；已经成为学习成果的不会改动，会通知本人核对。"
)
_BETTER = _("第 %(line)d 行是同一人、同一课程，成绩不低于本行，以那一行为准。")


@dataclass
class Staged:
    """A row that meets another one; whether it `counts` by itself (any more)."""

    verdict: Verdict
    called: int
    worth: Decimal
    id: UUID
    held: bytes | None
    to_check: bool
    result: Result
    counts: bool = True


def compare(sheet: str, run: Run) -> None:
    """Give the rows that meet another row their verdicts, and put what belongs together together."""
    names = {name: letters(columns[0]) for name, columns in run.layout["places"].items()}
    _each(run, _RENAMED, lambda group: _keep_one_name(group, names))
    _each(run, _AGAIN, _keep_the_best if sheet == "courses" else _put_together)
    _each(run, _CHANGED, _say_that_it_changed)


def _keep_one_name(group: Sequence[Staged], names: dict[str, str]) -> None:
    first = group[0]
    for row in group[1:]:
        if row.called != first.called:
            slip = Slip(Line(row.verdict.line, {}, names))
            slip.verdict = row.verdict
            rows.refuse_name(slip, first.verdict.line)
            row.counts = False


def _keep_the_best(group: Sequence[Staged]) -> None:
    best = max(group, key=lambda row: (row.worth, row.verdict.line))
    for row in group:
        if row is not best:
            row.verdict.give("ignore", _BETTER % {"line": best.verdict.line})
            row.counts = False


def _put_together(group: Sequence[Staged]) -> None:
    """The first row stands for all; another one that says something else is to be looked at."""
    first, *others = group
    whole, seen, line = first.result, [first.result], first.verdict.line
    for row in others:
        if row.result in seen:
            row.verdict.give("ignore", rows.AGAIN)
        elif row.result.alone == whole.alone:
            row.verdict.give("accept", _TOGETHER % {"line": line})
        else:
            row.verdict.give("review", rows.DIFFERENT % {"line": line})
        seen.append(row.result)
        whole = whole.with_courses_of(row.result)
        first.to_check = first.to_check or row.to_check or row.verdict.status == "review"
        row.counts = False
    first.result = whole


def _say_that_it_changed(group: Sequence[Staged]) -> None:
    """The same words whether there is an account or not: that is nobody's business."""
    for row in group:
        row.verdict.give("review", _BEFORE)


def _each(run: Run, query: str, judge: Callable[[Sequence[Staged]], None]) -> None:
    """Have the groups of a query judged, and write down what became of every row of theirs."""
    # What the rows say is read as it was when the query began, whatever is written meanwhile.
    with connection.chunked_cursor() as reading, connection.cursor() as writing:
        reading.execute(query, {"staging": run.staging})
        for _key, told in groupby(reading, key=lambda row: bytes(row[3])):
            group = [_staged(run, row) for row in told]
            judge(group)
            writing.executemany(_WRITE, list(_written(run, group)))


def _staged(run: Run, row: Sequence[Any]) -> Staged:
    line, status, reasons, _group, called, worth, id_, held, to_check, told = row
    verdict = Verdict(line, status, opened_reasons(run.staging, line, reasons))
    result = rows.opened(keys.unseal(bytes(told), result_context(id_)).decode())
    return Staged(verdict, called, worth, id_, held, to_check, result)


def _written(run: Run, group: Sequence[Staged]) -> Iterator[tuple[Any, ...]]:
    for row in group:
        change, row_digest, told = "", None, None
        if row.counts:
            row_digest = staging.digest_of(row.result)
            change = staging.change_of(row_digest, bytes(row.held) if row.held else None)
            told = keys.seal(row.result.told.encode(), result_context(row.id))
        verdict = row.verdict
        yield (
            verdict.status,
            sealed_reasons(run.staging, verdict.line, verdict.reasons),
            change,
            row_digest,
            row.to_check,
            told,
            run.staging,
            verdict.line,
        )
