"""Writing the rows of a batch into the staging table: sealed, as text for COPY."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, cast
from uuid import UUID

from django.db import connection
from psycopg import Cursor

from creditbank.bank import identity
from creditbank.bank.enrolments.holdings import WORDS, Held, Placed
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.enrolments.places import Centre
from creditbank.bank.enrolments.rows import Row
from creditbank.bank.imports.stages import Change
from creditbank.bank.imports.staging import sealed_reasons
from creditbank.bank.imports.verdicts import Verdict
from creditbank.bank.keys import Fingerprinter, Sealer, digest

# Looked up by the million: members of an enumeration are slow to find.
NEW, CHANGED, UNCHANGED = (one.value for one in (Change.NEW, Change.CHANGED, Change.UNCHANGED))
_COLUMNS = (
    "staging line status change differences sealed_reasons enrolment_id held_digest person called"
    " province_id study_centre_id fingerprint fingerprint_next row_digest started_on"
    " name number email mobile"
    f" {' '.join(WORDS)} document_kind enrolment_status"
).split()
_COPY = f"COPY bank_stagedenrolment ({', '.join(_COLUMNS)}) FROM STDIN"
_TABLE = Enrolment._meta.db_table  # noqa: SLF001 - Django's public spelling
_NULL = "\\N"
# Of somebody who is not taken nothing is told between the id and the name, nor after the number.
_BEFORE, _AFTER = "\t".join([_NULL] * 9), "\t".join([_NULL, _NULL, *[""] * (len(WORDS) + 2)])


@dataclass(slots=True)
class Final:
    """A row that is taken so far: what it would change, under which id, held against what is held."""

    placed: Placed
    id: str
    change: str = NEW
    known: Held | None = None
    held: Enrolment | None = None
    differences: str = ""


def write(staging: UUID, told: Iterable[tuple[Final | str, Verdict]]) -> None:
    """Add rows: what each would be, or under which id its name and number are sealed if it is none."""
    writer = _Writer(staging)
    text = "".join(writer.line(final, verdict) for final, verdict in told)
    with connection.cursor() as cursor, cast("Cursor[Any]", cursor.cursor).copy(_COPY) as copy:
        copy.write(text)


class _Writer:
    """Makes lines of text; what a batch has in common is done once."""

    def __init__(self, staging: UUID) -> None:
        """For the rows of one reading."""
        self.staging, self.told = staging, str(staging)
        self.seal, self.digest_next = Sealer().seal, Fingerprinter().digest_next
        self.key = digest("staged names", staging.bytes)
        self.places: dict[Centre, str] = {}

    def line(self, final: Final | str, verdict: Verdict) -> str:
        """One row of the table."""
        reasons = _NULL
        if verdict.reasons:
            reasons = _hex(sealed_reasons(self.staging, verdict.line, verdict.reasons))
        head = f"{self.told}\t{verdict.line}\t{verdict.status}\t"
        if isinstance(final, str):
            return f"{head}\t\t{reasons}\t{self._nobody(final, verdict)}\n"
        return f"{head}{final.change}\t{final.differences}\t{reasons}\t{self._somebody(final)}\n"

    def _nobody(self, id_: str, verdict: Verdict) -> str:
        name = self._sealed(id_, "name", verdict.name)
        number = self._sealed(id_, "number", verdict.number)
        return f"{id_}\t{_BEFORE}\t{name}\t{number}\t{_AFTER}"

    def _somebody(self, final: Final) -> str:
        row, print_ = final.placed.row, final.placed.fingerprint
        values, name = row.values, row.values["name"]
        called = blake2b(name.encode(), key=self.key, digest_size=8).digest()
        coming = self.digest_next("document", identity.canonical_for_fingerprint(row.document))
        return "\t".join(
            (
                final.id,
                _hex(final.known.digest if final.known else None),
                str(int.from_bytes(print_[:8], "big", signed=True)),
                str(int.from_bytes(called, "big", signed=True)),
                self._place(final.placed.centre),
                _hex(print_),
                _hex(coming),
                _hex(final.placed.digest),
                _started(row, final.held),
                self._kept(final, "name", name),
                self._kept(final, "number", row.document.number),
                self._kept(final, "email", values.get("email")),
                self._kept(final, "mobile", values.get("mobile")),
                _words(row, final.held),
            )
        )

    def _place(self, centre: Centre) -> str:
        if centre not in self.places:
            self.places[centre] = f"{centre.province}\t{centre.id}"
        return self.places[centre]

    def _kept(self, final: Final, column: str, plain: str | None) -> str:
        """What is sealed and the same stays as it is: the history names what changed."""
        held = final.held
        if held is not None and (plain is None or plain == (getattr(held, column) or "")):
            sealed = held.__dict__[column]
            return _hex(None if sealed is None else bytes(sealed))
        return self._sealed(final.id, column, plain)

    def _sealed(self, id_: str, column: str, plain: str | None) -> str:
        return _hex(self.seal(plain, f"{_TABLE}|{column}|{id_}")) if plain else _NULL


def _words(row: Row, held: Enrolment | None) -> str:
    """What is stored as it is. What the sheet does not tell stays as it is held."""
    values, status = row.values, row.status
    if held is not None:
        values = {name: getattr(held, name) for name in WORDS} | dict(values)
        status = row.status if "status" in row.told else held.status
    words = [values.get(name, "") for name in WORDS]
    text = "\t".join((*words, row.document.kind, status))
    return text.replace("\\", "\\\\") if "\\" in text else text


def _started(row: Row, held: Enrolment | None) -> str:
    day = held.started_on if held is not None and "started_on" not in row.told else row.started_on
    return day.isoformat() if day else _NULL


def _hex(value: bytes | None) -> str:
    return _NULL if value is None else "\\\\x" + value.hex()
