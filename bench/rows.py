"""Rows made in the server: the demo's own rows, copied with other ids, as often as it takes.

A copy takes over every column it does not name, so a new column of a table needs nothing here. No
history of these rows is written, and what is sealed in them can't be opened: no measure reads it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import psycopg

from bench.scales import Scale

OF_EACH = 3  # outcomes and messages of a person
QUEUE = "620000"  # the organisation in whose queue all cases wait
DAYS = 16  # the oldest case is two days past its deadline
FIELDS = (
    "机械 jx 电气 dq 化工 hg 建筑 jz 园林 yl 纺织 fz 食品 sp 医药 yy 物流 wl 旅游 ly "
    "会计 kj 金融 jr 法律 fl 护理 hl 养老 yl 汽车 qc 船舶 cb 航空 hk 铁路 tl 通信 tx "
    "软件 rj 网络 wl 数据 sj 动漫 dm 播音 by"
).split()
TRADES = (
    "装配工 zpg 检验员 jyy 管理师 gls 操作员 czy 设计师 sjs 维修工 wxg 工程师 gcs "
    "技术员 jsy 咨询师 zxs 培训师 pxs 评估师 pgs 调试员 tsy 安全员 aqy 统计员 tjy "
    "采购员 cgy 质检员 zjy 实验员 syy 调度员 ddy 编辑员 bjy 鉴定师 jds"
).split()


class Of(IntEnum):
    """What a made id is of."""

    PERSON_KEY = 1
    USER = 2
    ACCOUNT = 3
    DOCUMENT = 4
    OUTCOME = 5
    MESSAGE = 6
    CASE = 7
    SUBJECT = 8
    SEGMENT = 9
    ENTRY = 10
    ENROLMENT = 11


@dataclass(frozen=True)
class Copies:
    """`count` copies of the first row of `table` that `which` picks; `changes` are SQL by column."""

    table: str
    count: int
    changes: dict[str, str]
    which: str = "true"

    def make(self, root: psycopg.Connection) -> None:
        """Insert them; `n` counts, `m` is the row that is copied."""
        told = ", ".join(f"'{column}', {value}" for column, value in self.changes.items())
        root.execute(
            f"INSERT INTO {self.table} SELECT copy.* FROM {self.table} AS m "
            f"CROSS JOIN generate_series(1, {self.count}) AS n "
            f"CROSS JOIN LATERAL jsonb_populate_record(m, jsonb_build_object({told})) AS copy "
            f"WHERE m.id = (SELECT id FROM {self.table} WHERE {self.which} ORDER BY id LIMIT 1)"
        )


def people(count: int) -> Iterator[Copies]:
    """Learners with what is theirs, so that nobody is looked for in an empty table."""
    key, user, account = _id(Of.PERSON_KEY), _id(Of.USER), _id(Of.ACCOUNT)
    whose = f"(n - 1) / {OF_EACH} + 1"
    active = "stage = 'active'"
    yield Copies("bank_personkey", count, {"id": key})
    yield Copies(
        "bank_user",
        count,
        {"id": user, "person_key_id": key, "email_fingerprint": _print("email")},
        f"id IN (SELECT user_id FROM bank_account WHERE {active})",
    )
    yield Copies(
        "bank_account",
        count,
        {"id": account, "user_id": user, "person_key_id": key, "number": _number("A")},
        active,
    )
    yield Copies(
        "bank_document",
        count,
        {
            "id": _id(Of.DOCUMENT),
            "account_id": account,
            "person_key_id": key,
            "fingerprint": _print("document"),
        },
        "reserved",
    )
    yield Copies(
        "bank_outcome",
        count * OF_EACH,
        {
            "id": _id(Of.OUTCOME),
            "account_id": _id(Of.ACCOUNT, whose),
            "person_key_id": _id(Of.PERSON_KEY, whose),
            "number": _number("S"),
            "certificate_key": _print("certificate"),
        },
        "stage = 'stored'",
    )
    yield Copies(
        "bank_message",
        count * OF_EACH,
        {
            "id": _id(Of.MESSAGE),
            "reader_id": _id(Of.USER, whose),
            "person_key_id": "NULL",
            "email": "'sent'",
        },
    )


def cases(count: int) -> Iterator[Copies]:
    """Cases that wait in one queue, in the order in which they came; a few of them are overdue."""
    came = f"now() - interval '{DAYS} days' * (1 - n / {count}.0)"
    due = f"(date_trunc('day', {came}, 'Asia/Shanghai') + interval '15 days' - interval '1 second')"
    centres = (
        "(ARRAY(SELECT id FROM bank_organisation "
        f"WHERE path LIKE '%/{QUEUE}/%' AND 'study_centre' = ANY(capacities)))"
    )
    yield Copies(
        "bank_case",
        count,
        {
            "id": _id(Of.CASE),
            "number": _number("R"),
            "kind": "CASE WHEN n % 10 < 3 THEN 'account' ELSE 'outcome' END",
            "subject_id": _id(Of.SUBJECT),
            "person_id": _id(Of.USER),
            "fingerprint": _print("document"),
            "organisation_id": f"(SELECT id FROM bank_organisation WHERE code = '{QUEUE}')",
            "place_id": f"{centres}[1 + n % cardinality({centres})]",
            "submitted_at": came,
            "due_at": due,
            "due_provisional": "false",
            "held_for": "CASE WHEN n % 50 = 0 THEN 'vouching' ELSE '' END",
            "taken_by": "NULL",
            "taken_until": "NULL",
        },
        "stage = 'open'",
    )
    yield Copies(
        "bank_segment",
        count,
        {"id": _id(Of.SEGMENT), "case_id": _id(Of.CASE), "started_at": came},
        "ended_at IS NULL",
    )


def entries(count: int) -> Copies:
    """Certificate types: a field, a trade and a class, of two hundred issuers and every kind."""
    field, field_initials = _word(FIELDS, "n")
    trade, trade_initials = _word(TRADES, f"n / {len(FIELDS) // 2}")
    name = f"{field} || {trade} || '第' || n / 500 || '类'"
    initials = f"{field_initials} || {trade_initials} || 'd' || n / 500 || 'l'"
    issuer = "'示例鉴定中心' || n % 200"
    kinds = "(ARRAY(SELECT code FROM bank_kind WHERE NOT is_other ORDER BY position))"
    return Copies(
        "bank_certificatetype",
        count,
        {
            "id": _id(Of.ENTRY),
            "code": "'B-' || n",
            "kind_id": f"{kinds}[1 + n % cardinality({kinds})]",
            "name_zh": name,
            "name_en": "'Sample certificate ' || n",
            "aliases": "'[]'::jsonb",
            "issuer_zh": issuer,
            "initials": initials,
            "search": f"{name} || ' sample certificate ' || n || ' ' || {issuer} || ' b-' || n || ' ' || {initials}",
        },
    )


def enrolments(count: int) -> Copies:
    """A register: students of every study centre, most of them still studying."""
    centres = "(ARRAY(SELECT id FROM bank_organisation WHERE 'study_centre' = ANY(capacities) ORDER BY id))"
    return Copies(
        "bank_enrolment",
        count,
        {
            "id": _id(Of.ENROLMENT),
            "study_centre_id": f"{centres}[1 + n % cardinality({centres})]",
            "student_number": "'B' || lpad(n::text, 11, '0')",
            "fingerprint": _print("enrolment"),
            "status": "CASE WHEN n % 4 = 0 THEN 'graduated' ELSE 'studying' END",
        },
    )


def fill(root: psycopg.Connection, scale: Scale, waiting: int, students: int) -> None:
    """All rows of a bank, without triggers: neither history nor foreign keys nor figures."""
    root.execute("SET session_replication_role = replica")
    root.execute("SET synchronous_commit = off")
    filled = (*people(scale.accounts), *cases(waiting), entries(scale.entries))
    for copies in (*filled, enrolments(students)):
        copies.make(root)
    root.execute("VACUUM (FREEZE, ANALYZE)")


def _id(of: Of, n: str = "n") -> str:
    """A UUID of version 7, in the order of `n`."""
    return f"'0190{of:04x}-0000-7000-8000-' || lpad(to_hex({n}), 12, '0')"


def _number(prefix: str) -> str:
    """A public number; real ones hold no B."""
    return f"'{prefix}B' || lpad(n::text, 11, '0')"


def _print(of: str) -> str:
    """Thirty-two bytes that nobody else has."""
    return f"'\\x' || encode(sha256(('{of}' || n)::bytea), 'hex')"


def _word(words: list[str], n: str) -> tuple[str, str]:
    """SQL of the n-th word and of its initials."""
    count = len(words) // 2
    named, short = (f"(ARRAY{words[start::2]})[1 + ({n}) % {count}]" for start in (0, 1))
    return named, short
