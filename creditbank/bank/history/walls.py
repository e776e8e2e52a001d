"""The SQL under the history: triggers that write it, walls that keep it. Run by migrations.

Our own triggers and not a library's, because the usual one lets a session switch its triggers off
by a setting (see the decision record on history).
"""

TRACKED = (
    "bank_user",
    "bank_organisation",
    "bank_parentage",
    "bank_appointment",
    "bank_policy",
    "bank_enrolment",
    "bank_account",
    "bank_document",
    "bank_suspension",
    "bank_outcome",
    "bank_evidence",
    "bank_trainingclass",
    "bank_invitation",
    "bank_classoutcome",
    "bank_deliveredresult",
    "bank_case",
    "bank_decision",
    "bank_appeal",
    "bank_calendaryear",
    "bank_holiday",
    "bank_certificatetype",
    "bank_version",
    "bank_notice",
    "bank_attachment",
    "bank_guide",
    "bank_question",
    "bank_contact",
    "bank_agreement",
    "bank_run",
    "bank_goal",
    "bank_checklist",
    "bank_inspection",
    "bank_sampled",
    "bank_finding",
    "bank_addressing",
    "bank_reading",
)
# A new enrolment's history is its import: a million rows would be written down twice.
INSERTS_UNTRACKED = frozenset({"bank_enrolment"})
APPEND_ONLY = ("bank_event", "bank_epoch", "bank_seal", "bank_disclosure", "bank_consent")

# What must not outlive its row never enters the history: password hashes, and what is `unclaimed`:
# values of somebody who may never have an account.
FUNCTION = """
CREATE OR REPLACE FUNCTION bank_history_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' SET bytea_output = 'hex' AS $$
DECLARE
    cause jsonb := coalesce(nullif(current_setting('creditbank.cause', true), ''), '{}')::jsonb;
    life smallint := (SELECT max(number) FROM bank_epoch);
    xact bigint := pg_current_xact_id()::text::bigint;
    told timestamptz := coalesce((cause->>'at')::timestamptz, clock_timestamp());
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO bank_event (epoch, xid, at, actor_id, actor_label, verb, reason, subject,
                                subject_id, operation, before, after)
        SELECT life, xact, told, coalesce(cause->>'actor', ''),
               coalesce(cause->>'label', session_user), coalesce(cause->>'verb', 'sql'),
               coalesce(cause->>'reason', ''), TG_TABLE_NAME, n.id, 'insert', '{}'::jsonb,
               to_jsonb(n) - '{password,unclaimed}'::text[]
        FROM new_rows n;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO bank_event (epoch, xid, at, actor_id, actor_label, verb, reason, subject,
                                subject_id, operation, before, after)
        SELECT life, xact, told, coalesce(cause->>'actor', ''),
               coalesce(cause->>'label', session_user), coalesce(cause->>'verb', 'sql'),
               coalesce(cause->>'reason', ''), TG_TABLE_NAME, n.id, 'update', d.before, d.after
        FROM new_rows n JOIN old_rows o ON o.id = n.id
        CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(a.key, b.value) AS before, jsonb_object_agg(a.key, a.value) AS after
            FROM jsonb_each(to_jsonb(n) - '{password,unclaimed}'::text[]) a JOIN jsonb_each(to_jsonb(o)) b USING (key)
            WHERE a.value IS DISTINCT FROM b.value
        ) d
        WHERE d.after IS NOT NULL;
    ELSE
        INSERT INTO bank_event (epoch, xid, at, actor_id, actor_label, verb, reason, subject,
                                subject_id, operation, before, after)
        SELECT life, xact, told, coalesce(cause->>'actor', ''),
               coalesce(cause->>'label', session_user), coalesce(cause->>'verb', 'sql'),
               coalesce(cause->>'reason', ''), TG_TABLE_NAME, o.id, 'delete', to_jsonb(o) - '{password,unclaimed}'::text[],
               '{}'::jsonb
        FROM old_rows o;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION bank_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
INSERT INTO bank_epoch (number, begun_at) VALUES (1, now()) ON CONFLICT DO NOTHING;
"""

_TRANSITIONS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}


def install() -> str:
    """SQL that puts every trigger and wall in place; may run again after a table was added.

    A table that a later migration creates is passed over until then.
    """
    statements = [FUNCTION, *map(_track, TRACKED)]
    for table in APPEND_ONLY:
        statements.append(
            f"DROP TRIGGER IF EXISTS append_only ON {table};"
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION bank_append_only();"
        )
        statements.append(_revoke(table))
    return "\n".join(statements)


def take_in(table: str) -> str:
    """SQL that gives each row of a table that was not tracked before the event it begins with."""
    return f"""
INSERT INTO bank_event (epoch, xid, at, actor_id, actor_label, verb, reason, subject, subject_id,
                        operation, before, after)
SELECT (SELECT max(number) FROM bank_epoch), pg_current_xact_id()::text::bigint, clock_timestamp(), '',
       'system', 'history.walls.take_in', '', '{table}', n.id, 'insert', '{{}}'::jsonb, to_jsonb(n)
FROM {table} n;"""  # noqa: S608 - the table comes from a migration


def _track(table: str) -> str:
    # Earlier migrations run this too, before a later table, or the id of one, is there.
    triggers = "".join(
        f"DROP TRIGGER IF EXISTS history_{operation} ON {table};"
        f"CREATE TRIGGER history_{operation} AFTER {operation.upper()} ON {table} REFERENCING {rows} "
        "FOR EACH STATEMENT EXECUTE FUNCTION bank_history_write();"
        for operation, rows in _TRANSITIONS.items()
        if not (operation == "insert" and table in INSERTS_UNTRACKED)
    )
    ready = f"SELECT FROM pg_attribute WHERE attrelid = to_regclass('{table}') AND attname = 'id'"
    return f"DO $$ BEGIN IF EXISTS ({ready}) THEN {triggers} END IF; END $$;"


def _revoke(table: str) -> str:
    # Whoever is not the owner keeps INSERT and SELECT; in a database with one role there is nobody.
    return f"""
DO $$ DECLARE grantee text; BEGIN
    FOR grantee IN SELECT DISTINCT g.grantee FROM information_schema.role_table_grants g
        WHERE g.table_name = '{table}' AND g.table_schema = 'public' AND g.grantee <> current_user
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM %I', grantee);
    END LOOP;
END $$;"""  # noqa: S608 - the table comes from our own list
