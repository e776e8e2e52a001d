"""Staging a batch of a register: each row read, checked, placed, sealed and fingerprinted once."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from creditbank.bank import identity, ids
from creditbank.bank.enrolments import holdings, places, rows, writing
from creditbank.bank.enrolments.holdings import Held, Placed
from creditbank.bank.enrolments.places import Centre
from creditbank.bank.enrolments.rows import Row
from creditbank.bank.enrolments.writing import CHANGED, UNCHANGED, Final
from creditbank.bank.imports import staging
from creditbank.bank.imports.kinds import Batch
from creditbank.bank.imports.verdicts import Verdict
from creditbank.bank.keys import Fingerprinter

Digest = Callable[[str, str], bytes]

_OUTSIDE = _("教学点代码 %(code)s 不在本机构范围内。")
_CORRECTS = _("这个学号已有学籍，证件号码不同：确认导入将更正证件号码。")


def stage(batch: Batch) -> int:
    """Put every row of a batch into the staging table; answers how many people stand in it."""
    with translation.override(batch.language):
        read = list(staging.lines(batch, rows.read))
        centres = places.of_reading(batch.organisation, batch.staging)
        digest = Fingerprinter().digest
        placed = [_placed(row, verdict, centres, digest) for row, verdict in read]
        known = holdings.held(filter(None, placed))
        made = ids.uuid7_texts(len(read))
        finals = [
            _final(one, id_, known.get(one.key)) if one else id_
            for one, id_ in zip(placed, made, strict=True)
        ]
        _look_at_held(finals, [verdict for _row, verdict in read])
        writing.write(batch.staging, zip(finals, (verdict for _row, verdict in read), strict=True))
    return sum(verdict.holds_somebody for _row, verdict in read)


def _placed(
    row: Row | None, verdict: Verdict, centres: dict[str, Centre], digest: Digest
) -> Placed | None:
    """The row at its study centre; outside the subtree it is refused as if there were none."""
    if row is None or not verdict.is_taken:
        return None
    code = row.values["study_centre"]
    centre = centres.get(code)
    if centre is None:
        verdict.give("reject", _OUTSIDE % {"code": code})
        return None
    person = identity.canonical_for_fingerprint(row.document)
    return Placed(row, centre, digest("document", person), digest("enrolment row", row.said))


def _final(placed: Placed, id_: str, known: Held | None) -> Final:
    if known is None:
        return Final(placed, id_)
    change = UNCHANGED if known.digest == placed.digest else CHANGED
    return Final(placed, str(known.id), change, known)


def _look_at_held(finals: Iterable[Final | str], verdicts: Iterable[Verdict]) -> None:
    """Say in what a row differs from what is held; in nothing, if only its columns are others."""
    differing = [
        (one, verdict)
        for one, verdict in zip(finals, verdicts, strict=True)
        if isinstance(one, Final) and one.change == CHANGED
    ]
    held = holdings.rows_of(one.known for one, _verdict in differing if one.known)
    for one, verdict in differing:
        one.held = held[UUID(one.id)]
        found = holdings.differences(one.placed, one.held)
        one.differences = " ".join(found)
        if not found:
            one.change = UNCHANGED
        if "number" in found:
            verdict.give("review", _CORRECTS)
