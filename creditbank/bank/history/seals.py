"""Closing batches of events into a keyed chain, and holding the database against it."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from creditbank.bank import clock
from creditbank.bank.history.models import Seal
from creditbank.bank.history.walls import INSERTS_UNTRACKED, TRACKED

# Everything of an event except times as text, which would follow the session's settings.
_LEAVES = """
SELECT id, sha256(convert_to(concat_ws(chr(31), id, epoch, xid, extract(epoch FROM at), actor_id,
       actor_label, verb, reason, subject, subject_id, operation, before, after), 'UTF8'))
FROM bank_event WHERE epoch = %s AND xid >= %s AND xid < %s ORDER BY id
"""
_HORIZON = """
SELECT (SELECT max(number) FROM bank_epoch), pg_snapshot_xmin(pg_current_snapshot())::text::bigint
"""
_LOCK = 0x5EA1


@dataclass(frozen=True)
class Finding:
    """Something that is not as the chain says: where, and what it is in words."""

    where: str
    what: str


def close() -> Seal | None:
    """Close everything committed since the last seal into one; None when there is nothing new.

    Reads below the snapshot's xmin: a transaction still open keeps its events out until the next.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_HORIZON)
        epoch, until = cursor.fetchone()
        last = Seal.objects.order_by("-number").first()
        since = last.until_xid if last and last.epoch == epoch else 0
        cursor.execute(_LEAVES, [epoch, since, until])
        leaves = [bytes(leaf) for _id, leaf in cursor.fetchall()]
        if not leaves:
            return None
        seal = Seal(
            number=last.number + 1 if last else 1,
            epoch=epoch,
            from_xid=since,
            until_xid=until,
            events=len(leaves),
            leaves=b"".join(leaves),
            root=merkle_root(leaves),
            key_version=settings.SIGNING_KEYS[0][0],
            sealed_at=clock.now(),
        )
        seal.mac = _mac(seal, bytes(last.mac) if last else b"")
        seal.save(force_insert=True)
    _publish(seal)
    return seal


def verify() -> Iterator[Finding]:
    """Everything that was changed behind the bank's back; yields nothing when all is well."""
    previous = b""
    for number, seal in enumerate(Seal.objects.order_by("number").iterator(chunk_size=20), start=1):
        if seal.number != number:
            yield Finding(f"seal {number}", "is missing from the chain")
            return
        if bytes(seal.mac) != _mac(seal, previous):
            yield Finding(f"seal {number}", "does not carry the keyed mark of this bank")
        yield from _changed_events(seal)
        previous = bytes(seal.mac)
    yield from _missing_roots()
    for table in TRACKED:
        yield from _changed_rows(table)


def merkle_root(leaves: list[bytes]) -> bytes:
    """The root over leaves of 32 bytes, leaves and nodes told apart as in RFC 6962."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = [level[-1]] if len(level) % 2 else []
        level = [hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs] + odd
    return level[0]


def _mac(seal: Seal, previous: bytes) -> bytes:
    told = f"{seal.number}|{seal.epoch}|{seal.from_xid}|{seal.until_xid}|{seal.events}|".encode()
    told += hashlib.sha256(bytes(seal.leaves)).digest() + bytes(seal.root) + previous
    key = hmac.digest(
        dict(settings.SIGNING_KEYS)[seal.key_version], b"history seal", hashlib.sha256
    )
    return hmac.digest(key, told, hashlib.sha256)


def _changed_events(seal: Seal) -> Iterator[Finding]:
    kept = bytes(seal.leaves)
    expected = [kept[at : at + 32] for at in range(0, len(kept), 32)]
    if merkle_root(expected) != bytes(seal.root):
        yield Finding(f"seal {seal.number}", "its leaves do not add up to its root")
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES, [seal.epoch, seal.from_xid, seal.until_xid])
        found = [(event, bytes(leaf)) for event, leaf in cursor.fetchall()]
    known = set(expected)
    for event, leaf in found:
        if leaf not in known:
            yield Finding(f"event {event}", f"was changed or added after seal {seal.number}")
    gone = len(expected) - len(found)
    if gone > 0:
        yield Finding(f"seal {seal.number}", f"{gone} of its events were removed")


def _changed_rows(table: str) -> Iterator[Finding]:
    """Rows that differ from what their events, folded in order, say of them."""
    whole = table not in INSERTS_UNTRACKED
    query = f"""
        WITH folded AS (
            SELECT subject_id, jsonb_object_agg(change.key, change.value ORDER BY event.id) AS known,
                   (array_agg(operation ORDER BY event.id DESC))[1] AS last
            FROM bank_event event, jsonb_each(CASE operation WHEN 'delete' THEN before ELSE after END) change
            WHERE subject = %s GROUP BY subject_id
        )
        SELECT coalesce(present.id, folded.subject_id),
               CASE WHEN present.id IS NULL THEN 'gone' WHEN folded.subject_id IS NULL THEN 'unknown'
                    ELSE 'changed' END
        FROM {table} present FULL JOIN folded ON folded.subject_id = present.id
        WHERE (present.id IS NULL AND folded.last <> 'delete')
           OR (folded.subject_id IS NULL AND %s)
           OR (present.id IS NOT NULL AND folded.last = 'delete')
           OR EXISTS (SELECT 1 FROM jsonb_each(to_jsonb(present)) now
                      WHERE jsonb_exists(folded.known, now.key) AND folded.known->now.key <> now.value)
        LIMIT 100
    """  # noqa: S608 - the table comes from our own list
    words = {
        "gone": "was deleted without an event",
        "unknown": "was added without an event",
        "changed": "was changed without an event",
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute("SET LOCAL bytea_output = 'hex'")
        cursor.execute(query, [table, whole])
        rows: list[tuple[Any, str]] = cursor.fetchall()
    for row_id, verdict in rows:
        yield Finding(f"{table} {row_id}", words[verdict])


def _roots() -> Path:
    return Path(settings.DATA_DIR) / "history" / "roots.log"


def _publish(seal: Seal) -> None:
    """Keep the root outside the database as well, where its owner cannot reach it."""
    path = _roots()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{seal.number} {seal.sealed_at:%Y-%m-%dT%H:%M:%SZ} {bytes(seal.mac).hex()}\n")


def _missing_roots() -> Iterator[Finding]:
    if not _roots().exists():
        return
    marks = {
        seal.number: bytes(seal.mac).hex() for seal in Seal.objects.only("number", "mac").iterator()
    }
    for line in _roots().read_text(encoding="ascii").splitlines():
        number, _at, mac = line.split()
        if marks.get(int(number)) != mac:
            yield Finding(
                f"seal {number}", "is not the one whose root was kept outside the database"
            )
