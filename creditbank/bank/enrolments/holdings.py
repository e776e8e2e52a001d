"""What is held already of the rows of a batch, and in what they differ from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.enrolments.places import Centre
from creditbank.bank.enrolments.rows import Row

SEALED = ("name", "number", "email", "mobile")
WORDS = ("student_number", "programme", "major", "level", "intake", "foreign_language")
_NUMBERED = """
SELECT province_id, student_number, id, row_digest FROM bank_enrolment
WHERE province_id = ANY(%s) AND student_number = ANY(%s) AND student_number <> ''
"""
_OTHERS = """
SELECT fingerprint, level, intake, id, row_digest FROM bank_enrolment
WHERE fingerprint = ANY(%s) AND student_number = ''
"""

Key = tuple[object, ...]


@dataclass(slots=True)
class Placed:
    """A row that is taken so far, with the study centre it names and the fingerprint of its document."""

    row: Row
    centre: Centre
    fingerprint: bytes
    digest: bytes

    @property
    def key(self) -> Key:
        """By which the enrolment is known: student number within a province, else the person's."""
        values = self.row.values
        if number := values.get("student_number"):
            return self.centre.province, number
        return self.fingerprint, values["level"], values["intake"]


@dataclass(frozen=True, slots=True)
class Held:
    """An enrolment that is there already, by its id and the digest of the row that told it last."""

    id: UUID
    digest: bytes


def held(placed: Iterable[Placed]) -> dict[Key, Held]:
    """Enrolments that the rows of a batch already are, by their keys, in two queries."""
    numbered, others = list[Placed](), list[Placed]()
    for one in placed:
        (numbered if one.row.values.get("student_number") else others).append(one)
    return dict(_found(numbered, others))


def _found(numbered: Sequence[Placed], others: Sequence[Placed]) -> Iterator[tuple[Key, Held]]:
    with connection.cursor() as cursor:
        if numbered:
            provinces = list({one.centre.province for one in numbered})
            told = [str(one.row.values["student_number"]) for one in numbered]
            cursor.execute(_NUMBERED, [provinces, told])
            for province, number, id_, digest in cursor:
                yield (province, number), Held(id_, bytes(digest))
        if others:
            cursor.execute(_OTHERS, [[one.fingerprint for one in others]])
            for print_, level, intake, id_, digest in cursor:
                yield (bytes(print_), level, intake), Held(id_, bytes(digest))


def rows_of(found: Iterable[Held]) -> dict[UUID, Enrolment]:
    """The enrolments themselves, for those that have to be looked at."""
    return Enrolment.objects.in_bulk([one.id for one in found])


def differences(placed: Placed, enrolment: Enrolment) -> list[str]:
    """The fields in which a row says something else than is held. What it does not tell differs in nothing."""
    row, values = placed.row, placed.row.values
    differing = [name for name in ("name", *WORDS, "email", "mobile") if name in values]
    differing = [name for name in differing if (getattr(enrolment, name) or "") != values[name]]
    if placed.fingerprint != bytes(enrolment.fingerprint):
        differing.append("number")
    if placed.centre.id != enrolment.study_centre_id:
        differing.append("study_centre")
    if "started_on" in row.told and row.started_on != enrolment.started_on:
        differing.append("started_on")
    if "status" in row.told and row.status != enrolment.status:
        differing.append("status")
    return differing
