"""Staging a batch of a register: each row read, checked, placed, sealed and fingerprinted once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from psycopg import Cursor

from creditbank.bank import identity, ids
from creditbank.bank.enrolments import holdings, places, register, rows
from creditbank.bank.enrolments.holdings import Held, Placed
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.enrolments.places import Centre
from creditbank.bank.enrolments.rows import Row
from creditbank.bank.imports import walks
from creditbank.bank.imports.kinds import Batch
from creditbank.bank.imports.stages import Change
from creditbank.bank.imports.staging import sealed_reasons
from creditbank.bank.imports.verdicts import Verdict
from creditbank.bank.keys import Sealer, digest, fingerprint_next

COLUMNS = (
    "staging line status change differences sealed_reasons enrolment_id held_digest person called"
    " province_id study_centre_id fingerprint fingerprint_next row_digest started_on"
    " name number email mobile"
    " student_number programme major level intake foreign_language document_kind enrolment_status"
).split()
COPY = f"COPY bank_stagedenrolment ({', '.join(COLUMNS)}) FROM STDIN"
_TABLE = Enrolment._meta.db_table  # noqa: SLF001 - Django's public spelling
_NULL = "\\N"


@dataclass(slots=True)
class Final:
    """A row that is taken so far: what it would change, under which id, held against what is held."""

    placed: Placed
    id: str
    change: str = Change.NEW.value
    known: Held | None = None
    held: Enrolment | None = None
    differences: str = ""


def stage(batch: Batch) -> int:
    """Put every row of a batch into the staging table; answers how many people stand in it."""
    with translation.override(batch.language):
        page = replace(batch.layout.page, records=lambda: iter(batch.records))
        layout = replace(batch.layout, page=page, last=batch.after)
        read = list(walks.each(layout, rows.read, is_workbook=batch.is_workbook))
        centres = places.of_reading(batch.organisation, batch.staging)
        placed = [_placed(row, verdict, centres) for row, verdict in read]
        known = holdings.held(filter(None, placed))
        made = ids.uuid7_texts(len(read))
        finals = [
            _final(one, id_, known.get(one.key)) if one else id_
            for one, id_ in zip(placed, made, strict=True)
        ]
        _look_at_held(finals, [verdict for _row, verdict in read])
        writer = Writer(batch.staging)
        lines = map(writer.line, finals, (verdict for _row, verdict in read))
        _copy("".join(lines))
    return sum(verdict.holds_somebody for _row, verdict in read)


def _placed(row: Row | None, verdict: Verdict, centres: dict[str, Centre]) -> Placed | None:
    """The row at its study centre; outside the subtree it is refused as if there were none."""
    if row is None or not verdict.is_taken:
        return None
    code = row.values["study_centre"]
    centre = centres.get(code)
    if centre is None:
        verdict.give("reject", _("教学点代码 %(code)s 不在本机构范围内。") % {"code": code})
        return None
    return Placed(row, centre, register.fingerprint_of(row.document), row.digest)


def _final(placed: Placed, id_: str, known: Held | None) -> Final:
    if known is None:
        return Final(placed, id_)
    change = Change.UNCHANGED if known.digest == placed.digest else Change.CHANGED
    return Final(placed, str(known.id), change.value, known)


def _look_at_held(finals: Iterable[Final | str], verdicts: Iterable[Verdict]) -> None:
    """Say in what a row differs from what is held; in nothing, if only its columns are others."""
    differing = [
        (one, verdict)
        for one, verdict in zip(finals, verdicts, strict=True)
        if isinstance(one, Final) and one.change == Change.CHANGED
    ]
    held = holdings.rows_of(one.known for one, _verdict in differing if one.known)
    for one, verdict in differing:
        one.held = held[UUID(one.id)]
        found = holdings.differences(one.placed, one.held)
        one.differences = " ".join(found)
        if not found:
            one.change = Change.UNCHANGED.value
        if "number" in found:
            verdict.give("review", _("这个学号已有学籍，证件号码不同：确认导入将更正证件号码。"))


class Writer:
    """Writes rows as text for COPY; what a batch has in common is done once."""

    def __init__(self, staging: UUID) -> None:
        """For the rows of one reading."""
        self.staging, self.told = staging, str(staging)
        self.seal = Sealer().seal
        self.key = digest("staged names", staging.bytes)

    def line(self, final: Final | str, verdict: Verdict) -> str:
        """One row of the table; of who is not taken, only who it is."""
        reasons = _NULL
        if verdict.reasons:
            reasons = _hex(sealed_reasons(self.staging, verdict.line, verdict.reasons))
        head = f"{self.told}\t{verdict.line}\t{verdict.status}\t"
        if isinstance(final, Final):
            return f"{head}{final.change}\t{final.differences}\t{reasons}\t{self._taken(final)}\n"
        return f"{head}\t\t{reasons}\t{self._refused(final, verdict)}\n"

    def _refused(self, id_: str, verdict: Verdict) -> str:
        name, number = (
            self._sealed(id_, "name", verdict.name),
            self._sealed(id_, "number", verdict.number),
        )
        return "\t".join((id_, *[_NULL] * 9, name, number, _NULL, _NULL, *[""] * 8))

    def _taken(self, final: Final) -> str:
        placed, held = final.placed, final.held
        row, print_ = placed.row, placed.fingerprint
        values = {name: _value(row, name, held) for name in holdings.WORDS}
        words = (
            *(values[name] for name in holdings.WORDS),
            str(row.document.kind),
            _status(row, held),
        )
        text = "\t".join(words)
        called = blake2b(row.values["name"].encode(), key=self.key, digest_size=8).digest()
        coming = fingerprint_next("document", identity.canonical_for_fingerprint(row.document))
        return "\t".join(
            (
                final.id,
                _hex(final.known.digest if final.known else None),
                str(int.from_bytes(print_[:8], "big", signed=True)),
                str(int.from_bytes(called, "big", signed=True)),
                str(placed.centre.province),
                str(placed.centre.id),
                _hex(print_),
                _hex(coming),
                _hex(placed.digest),
                _started(row, held),
                self._kept(final, "name", row.values["name"]),
                self._kept(final, "number", row.document.number),
                self._kept(final, "email", row.values.get("email")),
                self._kept(final, "mobile", row.values.get("mobile")),
                text.replace("\\", "\\\\") if "\\" in text else text,
            )
        )

    def _kept(self, final: Final, column: str, plain: str | None) -> str:
        """What is sealed and the same stays as it is: the history names what changed."""
        held = final.held
        if held is not None and (plain is None or plain == (getattr(held, column) or "")):
            sealed = held.__dict__[column]
            return _hex(None if sealed is None else bytes(sealed))
        return self._sealed(final.id, column, plain or "")

    def _sealed(self, id_: str, column: str, plain: str) -> str:
        return _hex(self.seal(plain, f"{_TABLE}|{column}|{id_}")) if plain else _NULL


def _value(row: Row, name: str, held: Enrolment | None) -> str:
    """What the sheet does not tell stays as it is held."""
    if held is not None and name not in row.values:
        return str(getattr(held, name))
    return row.values.get(name, "")


def _status(row: Row, held: Enrolment | None) -> str:
    return held.status if held is not None and "status" not in row.told else row.status


def _started(row: Row, held: Enrolment | None) -> str:
    day = held.started_on if held is not None and "started_on" not in row.told else row.started_on
    return day.isoformat() if day else _NULL


def _hex(value: bytes | None) -> str:
    return _NULL if value is None else "\\\\x" + value.hex()


def _copy(text: str) -> None:
    with connection.cursor() as cursor, cast("Cursor[Any]", cursor.cursor).copy(COPY) as copy:
        copy.write(text)
