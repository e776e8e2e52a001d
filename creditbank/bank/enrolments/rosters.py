"""Bringing a register in: all rows or none, and twice is as once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, identity, ids
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.enrolments.reading import read
from creditbank.bank.enrolments.register import fingerprint_of
from creditbank.bank.enrolments.rows import Row
from creditbank.bank.history import Actor, verb
from creditbank.bank.imports.models import Run
from creditbank.bank.imports.verdicts import Report, Tick, nobody
from creditbank.bank.keys import digest, fingerprint_next
from creditbank.bank.organisations import trees
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.sheets import sources

_BATCH = 2_000
_LOCK = 0x905E
_SEALED = ("name", "number", "email", "mobile")
_WRITTEN = (
    "study_centre document_kind fingerprint fingerprint_next programme major level"
    " intake started_on foreign_language status row_digest run"
).split()

Key = tuple[object, ...]


@dataclass(frozen=True)
class Centre:
    """A study centre and the province in whose numbering its students stand."""

    id: UUID
    province: UUID


@dataclass(frozen=True)
class Placed:
    """A row with the study centre it names and the fingerprint of its document."""

    row: Row
    centre: Centre
    fingerprint: bytes

    @property
    def key(self) -> Key:
        """By which the enrolment is known: student number within a province, else the person's."""
        values = self.row.values
        if values.get("student_number"):
            return self.centre.province, values["student_number"]
        return self.fingerprint, values["level"], values["intake"]


@verb
def merge(path: Path, *, organisation: Organisation, by: Actor, tick: Tick = nobody) -> Report:
    """Read a file and merge it for an organisation: nothing is written unless every row is taken.

    A row outside the organisation's subtree is refused in neutral words. A row missing from the
    file ends nothing; accounts are not touched. Merges that concern one province wait for each
    other. `tick` hears of every row twice: when it was read, and when it was merged.
    """
    accepted, report = _read(path, tick)
    placed = _placed(accepted, report, organisation)
    if report.rejected:
        report.counts = {"rejected": len(report.rejected)}
        return report
    _wait(placed)
    run = _run(path, organisation, by)
    report.counts = {"new": 0, "changed": 0, "unchanged": 0}
    for start in range(0, len(placed), _BATCH):
        batch = placed[start : start + _BATCH]
        _merge(batch, run, report.counts)
        tick(len(batch))
    run.counts = report.counts
    run.save(update_fields=["counts"])
    return report


def _read(path: Path, tick: Tick) -> tuple[list[Row], Report]:
    report, accepted = Report(path.name), []
    with path.open("rb") as file, sources.opened(path.name, file) as source:
        for row, verdict in read(source, tick=tick):
            report.verdicts.append(verdict)
            if row is not None:
                accepted.append(row)
    return accepted, report


def _placed(accepted: Iterable[Row], report: Report, organisation: Organisation) -> list[Placed]:
    """Rows with their study centres; of two rows for one enrolment the later one counts."""
    centres, verdicts = _centres(organisation), {row.line: row for row in report.verdicts}
    by_key: dict[Key, Placed] = {}
    for row in accepted:
        code = row.values["study_centre"]
        if code not in centres:
            outside = _("教学点代码 %(code)s 不在本机构范围内。") % {"code": code}
            verdicts[row.line].give("reject", outside)
            continue
        placed = Placed(row, centres[code], fingerprint_of(row.document))
        earlier = by_key.pop(placed.key, None)
        if earlier:
            again = _("第 %(line)d 行是同一条学籍，以后一行为准。") % {"line": row.line}
            verdicts[earlier.row.line].give("ignore", again)
        by_key[placed.key] = placed
    return list(by_key.values())


def _wait(placed: Iterable[Placed]) -> None:
    """Let one merge at a time write in a province; provinces in one order, so none waits in a circle."""
    with connection.cursor() as cursor:
        for province in sorted({str(one.centre.province) for one in placed}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, province])


def _run(path: Path, organisation: Organisation, by: Actor) -> Run:
    return Run.objects.create(
        kind="register",
        organisation=organisation,
        by_id=by.actor_id,
        by_label=by.actor_label,
        file_name=path.name[:200],
        file_digest=digest("roster", path.read_bytes()),
        stage=Run.Stage.MERGED,
        merged_at=clock.now(),
    )


def _centres(organisation: Organisation) -> dict[str, Centre]:
    """By code; under the code of a centre that was merged stands the one that took over."""
    provinces = trees.provinces(organisation)
    standing = trees.standing(organisation)
    return {code: Centre(pk, provinces[pk]) for code, pk in standing.items() if pk in provinces}


def _merge(batch: Sequence[Placed], run: Run, counts: dict[str, int]) -> None:
    """Write what is new or changed; values are sealed for those rows alone."""
    known = {_key(held): held for held in _held(batch)}
    new, changed = [], []
    for placed in batch:
        held = known.get(placed.key)
        if held is None:
            new.append(_build(placed, run, Enrolment(id=ids.uuid7())))
        elif bytes(held.row_digest) != placed.row.digest:
            changed.append(_build(placed, run, held))
    Enrolment.objects.bulk_create(new)
    Enrolment.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=[*_WRITTEN, *_SEALED]
    )
    counts["new"] += len(new)
    counts["changed"] += len(changed)
    counts["unchanged"] += len(batch) - len(new) - len(changed)


def _key(held: Enrolment) -> Key:
    if held.student_number:
        return held.province_id, held.student_number
    return bytes(held.fingerprint), held.level, held.intake


def _held(batch: Sequence[Placed]) -> Iterator[Enrolment]:
    """Enrolments that the rows of a batch may already be, in two queries."""
    numbered = [one for one in batch if one.row.values.get("student_number")]
    others = [one for one in batch if not one.row.values.get("student_number")]
    if numbered:
        yield from Enrolment.objects.filter(
            province__in={one.centre.province for one in numbered},
            student_number__in=[one.row.values["student_number"] for one in numbered],
        )
    if others:
        prints = [one.fingerprint for one in others]
        yield from Enrolment.objects.filter(fingerprint__in=prints, student_number="")


def _build(placed: Placed, run: Run, enrolment: Enrolment) -> Enrolment:
    """Put a row's values on an enrolment, new or held; what is sealed and the same stays as it is."""
    row, values = placed.row, placed.row.values
    told = identity.canonical_for_fingerprint(row.document)
    enrolment.province_id = placed.centre.province
    enrolment.study_centre_id = placed.centre.id
    enrolment.student_number = values.get("student_number", "")
    enrolment.document_kind = row.document.kind
    enrolment.fingerprint = placed.fingerprint
    enrolment.fingerprint_next = fingerprint_next("document", told)
    enrolment.level, enrolment.intake = values["level"], values["intake"]
    enrolment.started_on, enrolment.status = row.started_on, row.status
    for name in ("programme", "major", "foreign_language"):
        setattr(enrolment, name, values.get(name, ""))
    enrolment.row_digest, enrolment.run = row.digest, run
    plain = {**values, "number": row.document.number}
    for name in _SEALED:
        if getattr(enrolment, name) != (plain.get(name) or None):
            setattr(enrolment, name, plain.get(name) or None)
    return enrolment
