"""Staging a batch of delivered rows: each read, matched with the catalogue, sealed and fingerprinted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import blake2b
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from psycopg import Cursor

from creditbank.bank import ids
from creditbank.bank.deliveries import matching, passing, rows
from creditbank.bank.deliveries.models import StagedResult, result_context
from creditbank.bank.deliveries.rows import Result, Row
from creditbank.bank.enrolments.register import fingerprint_of
from creditbank.bank.identity import canonical_for_fingerprint
from creditbank.bank.imports.kinds import Batch
from creditbank.bank.imports.models import person_context
from creditbank.bank.imports.stages import Change
from creditbank.bank.imports.staging import lines, sealed_reasons
from creditbank.bank.imports.verdicts import Verdict
from creditbank.bank.keys import Sealer, digest, fingerprint_next
from creditbank.bank.sheets.pages import letters

COLUMNS = (
    "staging line status change differences sealed_reasons name number result_id held_digest key"
    " row_digest fingerprint fingerprint_next called worth is_issuers to_check unclaimed"
).split()
_COPY = f"COPY {StagedResult._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"  # noqa: SLF001
_HELD = "SELECT key, id, row_digest FROM bank_deliveredresult WHERE key = ANY(%s)"

Held = dict[bytes, tuple[UUID, bytes]]


@dataclass(frozen=True, slots=True)
class Final:
    """A row that is taken so far: what it tells, and whether it is held already."""

    row: Row
    result: Result
    key: bytes
    is_issuers: bool
    to_check: bool

    @property
    def digest(self) -> bytes:
        return digest_of(self.result)


def stage(sheet: str, batch: Batch) -> int:
    """Put every row of a batch into the staging table; answers how many people stand in it."""
    with translation.override(batch.language):
        each = lines(batch, lambda slip: rows.read(sheet, slip))
        finals = [(_final(sheet, batch, row, verdict), verdict) for row, verdict in each]
        held = _held(final.key for final, _verdict in finals if final)
        writer = Writer(batch.staging)
        _copy(writer.line(final, verdict, held) for final, verdict in finals)
    return sum(verdict.holds_somebody for _final_, verdict in finals)


def digest_of(result: Result) -> bytes:
    """What decides 'unchanged': every value as it will be kept."""
    return digest("delivered result", result.told.encode())


def change_of(row_digest: bytes, held: bytes | None) -> str:
    """What a row does to what is held."""
    if held is None:
        return Change.NEW.value
    return (Change.UNCHANGED if row_digest == held else Change.CHANGED).value


def _final(sheet: str, batch: Batch, row: Row | None, verdict: Verdict) -> Final | None:
    """The row in the words of the catalogue; what is odd there is said as everything else is."""
    if row is None or not verdict.is_taken:
        return None
    person = canonical_for_fingerprint(row.document)
    matcher = matching.of_reading(batch.organisation, batch.staging)
    matched = matcher.match(sheet, row.result)
    for field, sentence in matched.doubts:
        _say(verdict, batch, field, "review", sentence)
    if sheet == "certificates" and not matched.result.issuer:
        _say(verdict, batch, "issuer", "reject", _("发证机构没有填写。"))
        return None
    key = digest("delivered key", f"{batch.organisation}|{sheet}|{person}|{row.about}".encode())
    result = replace(matched.result, document=person)
    return Final(row, result, key, matched.is_issuers, verdict.status == "review")


def _say(verdict: Verdict, batch: Batch, field: str, status: str, sentence: Any) -> None:
    columns = batch.layout.places.get(field)
    place = f"{letters(columns[0])}{verdict.line}：" if columns else ""
    verdict.give(status, f"{place}{sentence}")


def _held(keys: Iterable[bytes]) -> Held:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(keys)])
        return {bytes(key): (id_, bytes(row_digest)) for key, id_, row_digest in cursor}


class Writer:
    """Makes rows for COPY; what a batch has in common is done once."""

    def __init__(self, staging: UUID) -> None:
        """For the rows of one reading."""
        self.staging = staging
        self.seal = Sealer().seal
        self.names = digest("staged names", staging.bytes)

    def line(self, final: Final | None, verdict: Verdict, held: Held) -> tuple[Any, ...]:
        """One row of the table; of who is not taken, only who it is."""
        told = self._taken(final, held) if final else ("", *(None,) * 8, False, False, None)
        change, *rest = told
        return (
            self.staging,
            verdict.line,
            verdict.status,
            change,
            "",
            sealed_reasons(self.staging, verdict.line, verdict.reasons),
            self._who(verdict, "name", verdict.name),
            self._who(verdict, "number", verdict.number),
            *rest,
        )

    def _who(self, verdict: Verdict, column: str, plain: str) -> bytes | None:
        context = person_context(self.staging, verdict.line, column)
        return self.seal(plain, context) if plain else None

    def _taken(self, final: Final, held: Held) -> tuple[Any, ...]:
        id_, held_digest = held.get(final.key, (ids.uuid7(), None))
        change = change_of(final.digest, held_digest)
        result = final.result
        name = blake2b(result.name.encode(), key=self.names, digest_size=8).digest()
        return (
            change,
            id_,
            held_digest,
            final.key,
            final.digest,
            fingerprint_of(final.row.document),
            fingerprint_next("document", result.document),
            int.from_bytes(name, "big", signed=True),
            passing.worth(result.score, result.mark) if result.score or result.mark else Decimal(0),
            final.is_issuers,
            final.to_check,
            self.seal(result.told, result_context(id_)),
        )


def _copy(lines: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cast("Cursor[Any]", cursor.cursor).copy(_COPY) as copy:
        for line in lines:
            copy.write_row(line)
