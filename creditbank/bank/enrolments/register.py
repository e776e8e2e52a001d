"""Questions to the register: who is in it, under which document, and which enrolment leads."""

import re
from typing import Any

from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.identity import Document, canonical_for_fingerprint
from creditbank.bank.keys import fingerprint

_INTAKE = re.compile(r"(\d{4})\D*(春|秋)?")


def fingerprint_of(document: Document) -> bytes:
    """Under which fingerprint enrolments and accounts of a document's holder are found."""
    return fingerprint("document", canonical_for_fingerprint(document))


def of_person(document_fingerprint: bytes) -> list[Enrolment]:
    """Every enrolment of the holder, the one that leads first: the latest open one, else the latest."""
    rows = Enrolment.objects.filter(fingerprint=document_fingerprint)
    return sorted(rows.select_related("study_centre", "province"), key=_precedence, reverse=True)


def leading(document_fingerprint: bytes) -> Enrolment | None:
    """The enrolment that routes this person's reviews, or None for who has none."""
    return next(iter(of_person(document_fingerprint)), None)


def _precedence(row: Enrolment) -> tuple[Any, ...]:
    found = _INTAKE.match(row.intake)
    intake = (int(found[1]), found[2] == "秋") if found else (0, False)
    begun = row.started_on.isoformat() if row.started_on else ""
    return row.status == Enrolment.Status.STUDYING, intake, begun, row.id
