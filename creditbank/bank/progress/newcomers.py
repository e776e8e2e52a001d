"""Who studies and has not activated yet: listed, with telephone numbers for those without e-mail."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank.access import disclosures
from creditbank.bank.accounts.models import Document
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused

LONGEST_REASON = 200
# An account in one of these stages is, or may soon be, the student's.
_BEGUN = (
    Stage.PENDING_REVIEW,
    Stage.RETURNED,
    Stage.ACTIVE,
    Stage.SUSPENDED,
)


class Place(NamedTuple):
    """How far a list has been read: path of the study centre, enrolment."""

    centre: str
    enrolment: UUID


def waiting(top: Organisation, *, without_email: bool = False) -> QuerySet[Enrolment]:
    """Enrolments being studied in a subtree whose student has not activated, by study centre."""
    begun = Document.objects.filter(fingerprint=OuterRef("fingerprint"), account__stage__in=_BEGUN)
    rows = Enrolment.objects.filter(
        ~Exists(begun),
        study_centre__path__startswith=top.path,
        status=Enrolment.Status.STUDYING,
    )
    rows = rows.filter(email=None) if without_email else rows
    return rows.select_related("study_centre").order_by("study_centre__path", "id")


def after(rows: QuerySet[Enrolment], place: Place | None) -> QuerySet[Enrolment]:
    """What follows a place in the list."""
    if place is None:
        return rows
    later = Q(study_centre__path__gt=place.centre)
    return rows.filter(
        later | Q(study_centre__path=place.centre, id__gt=place.enrolment),
        study_centre__path__gte=place.centre,
    )


@verb
def telephones(rows: Sequence[Enrolment], *, reason: str, by: Actor) -> dict[UUID, str]:
    """The telephone numbers of a page of the list in full: a deliberate act, one look each.

    Refused: `reason_missing`.
    """
    if not reason.strip():
        raise Refused("reason_missing", _("请写明查看电话号码的原因。"), field="reason")
    for row in rows:
        disclosures.note(
            by=by, subject=row, what="telephone", reason=reason.strip()[:LONGEST_REASON]
        )
    return {row.pk: row.mobile or "" for row in rows}
