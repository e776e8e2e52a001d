"""Folding deltas into tallies, and holding all of it against a count from scratch."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from creditbank.bank import clock
from creditbank.bank.progress import triggers
from creditbank.bank.progress.measures import DUE, MEASURES, STOCKS

_LOCK = 0xF01D


@dataclass(frozen=True)
class Fault:
    """So much too few (or, negative, too many) of a measure were counted at an organisation."""

    organisation_id: UUID
    day: dt.date
    measure: str
    amount: int


def _each(form: str, names: tuple[str, ...] = MEASURES) -> str:
    return ", ".join(form.format(name=name) for name in names)


# What is folded is deleted by the same statement that adds it, row by row as this statement sees
# them; a delta that is committed meanwhile waits for the next time. So nothing has to be
# remembered of how far one came, and readers see each delta once: as itself or in a tally.
_FOLD = f"""
WITH taken AS (DELETE FROM bank_delta RETURNING organisation_id, day, measure, amount),
summed AS MATERIALIZED (
    SELECT organisation_id, day, measure, sum(amount) AS amount FROM taken GROUP BY 1, 2, 3
),
daily AS MATERIALIZED (
    SELECT organisation_id, day, {_each("coalesce(sum(amount) FILTER (WHERE measure = '{name}'), 0) AS {name}")}
    FROM summed WHERE measure <> '{DUE}' GROUP BY 1, 2
),
days AS (
    SELECT organisation_id, day FROM daily
    UNION SELECT t.organisation_id, t.day FROM bank_tally t JOIN (
        SELECT organisation_id, min(day) AS since FROM daily GROUP BY 1
    ) d ON d.organisation_id = t.organisation_id AND t.day > d.since
),
due AS (
    INSERT INTO bank_deadline AS known (organisation_id, due_on, waiting)
    SELECT organisation_id, day, amount FROM summed WHERE measure = '{DUE}'
    ON CONFLICT (organisation_id, due_on) DO UPDATE SET waiting = known.waiting + excluded.waiting
)
INSERT INTO bank_tally (organisation_id, day, {_each("{name}")})
SELECT more.organisation_id, more.day, {_each("coalesce(known.{name}, 0) + more.{name}")}
FROM (
    SELECT organisation_id, day, {_each("sum(coalesce({name}, 0)) OVER days AS {name}")}
    FROM days LEFT JOIN daily USING (organisation_id, day)
    WINDOW days AS (PARTITION BY organisation_id ORDER BY day)
) more
LEFT JOIN LATERAL (
    SELECT * FROM bank_tally t WHERE t.organisation_id = more.organisation_id AND t.day <= more.day
    ORDER BY t.day DESC LIMIT 1
) known ON true
ON CONFLICT (organisation_id, day) DO UPDATE SET {_each("{name} = excluded.{name}")}
"""  # noqa: S608 - our own names


def fold() -> int:
    """Fold what was committed until now; give how many tallies were written."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_FOLD)
        written = int(cursor.rowcount)
        cursor.execute("DELETE FROM bank_deadline WHERE waiting = 0")
    return written


# Stocks are compared as they are now, reviews and deadlines day by day.
_KNOWN = f"""
SELECT organisation_id AS place, day, measure, amount FROM bank_delta
UNION ALL SELECT organisation_id, due_on, '{DUE}', waiting FROM bank_deadline
UNION ALL SELECT d.organisation_id, d.day, v.measure, v.amount FROM (
    SELECT organisation_id, day, {_each("{name} - lag({name}, 1, 0) OVER days AS {name}")}
    FROM bank_tally WINDOW days AS (PARTITION BY organisation_id ORDER BY day)
) d CROSS JOIN LATERAL (VALUES {_each("('{name}', d.{name})")}) v(measure, amount)
WHERE v.amount <> 0
"""  # noqa: S608
_TRUE = " UNION ALL ".join(source.counted(source.table) for source in triggers.SOURCES)
_COMPARE = f"""
SELECT place, CASE WHEN measure IN ({_each("'{name}'", STOCKS)}) THEN today ELSE day END AS on_day,
       measure, sum(amount)
FROM (SELECT %s::date AS today) clock CROSS JOIN LATERAL (
    {_TRUE} UNION ALL SELECT place, day, measure, -amount FROM ({_KNOWN}) known
) entry
GROUP BY 1, 2, 3 HAVING sum(amount) <> 0
"""  # noqa: S608


_RECOUNT = f"INSERT INTO bank_delta (organisation_id, day, measure, amount) {_COMPARE}"


def faults() -> list[Fault]:
    """Where the figures differ from a full recount, in one look at everything; mostly nowhere."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE, [clock.today()])
        return [Fault(*row) for row in cursor.fetchall()]


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Count everything from scratch and add what is missing; give how many figures were wrong."""
    with connections[using].cursor() as cursor:
        cursor.execute(_RECOUNT, [clock.today()])
        return int(cursor.rowcount)
