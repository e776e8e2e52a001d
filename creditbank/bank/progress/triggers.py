"""The SQL by which changes of counted rows become deltas. Run by migrations.

Statement-level, over transition tables: a million rows written by one statement append one delta
for each organisation and measure. Deltas are only inserted, so two writers never wait for each
other. The one exception: who writes an outcome holds its account (FOR SHARE), so that it does not
change its organisation meanwhile.
"""

from dataclasses import dataclass

from creditbank.bank.progress.measures import DUE, LONGEST

_ZONE = "AT TIME ZONE 'Asia/Shanghai'"


@dataclass(frozen=True)
class Source:
    """How rows of a table count: where (`place`), since when (`day`), as what.

    `keys` are what `measures` depend on: pairs of SQL, the name of a measure and whether it counts.
    `r` is the row, `g` the group of rows that are alike.
    """

    table: str
    place: str
    measures: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    joins: str = ""
    where: str = "true"
    day: str = "today"
    before: str = ""
    moved: str = ""

    def counted(self, rows: str, sign: str = "+") -> str:
        """A query of place, day, measure and amount over some rows of the table."""
        keys = ", ".join(f"{sql} AS k{n}" for n, sql in enumerate(self.keys))
        group = ", ".join(str(n + 1) for n in range(len(self.keys) + 2))
        measures = ", ".join(f"({name}, {counts})" for name, counts in self.measures)
        return f"""
            SELECT g.place, g.day, m.measure, {sign} g.amount AS amount FROM (
                SELECT {self.place} AS place, {self.day} AS day, {keys}, count(*) AS amount
                FROM {rows} r {self.joins} WHERE {self.where} GROUP BY {group}
            ) g CROSS JOIN LATERAL (VALUES {measures}) m(measure, counts) WHERE m.counts"""  # noqa: S608 - our own words


ENROLMENTS = Source(
    "bank_enrolment",
    "r.study_centre_id",
    (("'enrolled'", "true"), ("'studying'", "g.k0 = 'studying'")),
    ("r.status",),
)
_OPEN = "g.k0 IN ('active', 'suspended')"
ACCOUNTS = Source(
    "bank_account",
    "r.organisation_id",
    (
        ("'activated'", f"{_OPEN} AND g.k1"),
        ("'registered'", f"{_OPEN} AND NOT g.k1"),
        ("'pending'", "g.k0 = 'pending_review'"),
        ("'returned'", "g.k0 = 'returned'"),
        ("'active'", "g.k0 = 'active'"),
    ),
    ("r.stage", "r.enrolment_id IS NOT NULL"),
    # What is in an account goes along when it comes to belong to another organisation.
    moved="""
        SELECT v.place, today AS day, k.outcome_class || '_' || x.stage AS measure, v.sign AS amount
        FROM new_rows n JOIN old_rows o ON o.id = n.id AND o.organisation_id <> n.organisation_id
        JOIN bank_outcome x ON x.account_id = n.id AND x.stage <> 'draft'
        JOIN bank_kind k ON k.code = x.kind_id
        CROSS JOIN LATERAL (VALUES (o.organisation_id, -1), (n.organisation_id, 1)) v(place, sign)""",
)
OUTCOMES = Source(
    "bank_outcome",
    "a.organisation_id",
    (("g.k0 || '_' || g.k1", "true"),),
    ("k.outcome_class", "r.stage"),
    "JOIN bank_account a ON a.id = r.account_id JOIN bank_kind k ON k.code = r.kind_id",
    "r.stage <> 'draft'",
    before="""
        PERFORM FROM bank_account a
        WHERE a.id IN (SELECT account_id FROM {rows} WHERE stage <> 'draft')
        ORDER BY a.id FOR SHARE;""",
)
_DECIDED = "(r.ended_at " + _ZONE + ")::date"
SEGMENTS = Source(
    "bank_segment",
    "c.place_id",
    (("g.k0 || '_' || g.k1", "true"),),
    ("c.kind", f"least(coalesce(r.days_used, 0), {LONGEST + 1})"),
    "JOIN bank_case c ON c.id = r.case_id",
    # A segment that ended with an answer; those of cases taken back ended without one.
    "r.ended_at IS NOT NULL AND EXISTS (SELECT FROM bank_decision d "
    "WHERE d.case_id = r.case_id AND d.decided_at = r.ended_at)",
    _DECIDED,
)
CASES = Source(
    "bank_case",
    "r.place_id",
    ((f"'{DUE}'", "true"),),
    ("true",),
    where="r.stage = 'open' AND NOT r.due_provisional",
    day=f"(r.due_at {_ZONE})::date",
    moved=f"""
        SELECT v.place, {_DECIDED} AS day,
               n.kind || '_' || least(coalesce(r.days_used, 0), {LONGEST + 1}) AS measure,
               v.sign AS amount
        FROM new_rows n JOIN old_rows o ON o.id = n.id AND o.place_id <> n.place_id
        JOIN bank_segment r ON r.case_id = n.id AND {SEGMENTS.where}
        CROSS JOIN LATERAL (VALUES (o.place_id, -1), (n.place_id, 1)) v(place, sign)""",  # noqa: S608
)
SOURCES = (ENROLMENTS, ACCOUNTS, OUTCOMES, SEGMENTS, CASES)

_TRANSITIONS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}


def install() -> str:
    """SQL of the functions and triggers; may run again when a source counts otherwise."""
    return "\n".join(_function(source) + _triggers(source) for source in SOURCES)


def _function(source: Source) -> str:
    added, gone = source.counted("new_rows"), source.counted("old_rows", "-")
    changed = [added, gone, *filter(None, [source.moved])]
    return f"""
CREATE OR REPLACE FUNCTION {source.table}_counted() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    told timestamptz := nullif(current_setting('creditbank.cause', true), '')::jsonb->>'at';
    today date := (coalesce(told, clock_timestamp()) {_ZONE})::date;
BEGIN
    IF TG_OP = 'INSERT' THEN {source.before.format(rows="new_rows")}{_append(added)}
    ELSIF TG_OP = 'UPDATE' THEN {source.before.format(rows="new_rows")}{_append(*changed)}
    ELSE {source.before.format(rows="old_rows")}{_append(gone)}
    END IF;
    RETURN NULL;
END $$;"""


def _append(*queries: str) -> str:
    return f"""
        INSERT INTO bank_delta (organisation_id, day, measure, amount)
        SELECT place, day, measure, sum(amount) FROM ({" UNION ALL ".join(queries)}) counted
        GROUP BY 1, 2, 3 HAVING sum(amount) <> 0;"""  # noqa: S608


def _triggers(source: Source) -> str:
    return "".join(
        f"""
DROP TRIGGER IF EXISTS counted_{operation} ON {source.table};
CREATE TRIGGER counted_{operation} AFTER {operation.upper()} ON {source.table}
REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION {source.table}_counted();"""
        for operation, rows in _TRANSITIONS.items()
    )
