"""Verbs on cases: opened, resubmitted and withdrawn by their subject, answered by the desk."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from creditbank.bank import clock, ids, lifecycle
from creditbank.bank.calendar import working_days
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Capacity, Organisation
from creditbank.bank.reviews import clocks
from creditbank.bank.reviews.models import Case, Kind, Matter, Segment, Verdict
from creditbank.bank.users.models import User

Facts = list[dict[str, Any]]
FREE: dict[str, Any] = {"taken_by": None, "taken_until": None}


@verb
def open(  # noqa: A001, PLR0913 - cases.open is how it reads; a case is told in one go
    kind: Kind,
    *,
    subject_id: UUID,
    person: User,
    account_number: str,
    fingerprint: bytes | None,
    place: Organisation,
    days: int,
    facts: Facts,
    held_for: str = "",
    by: Actor,
) -> Case:
    """Put a submission into the queue of its province (else of the root); due in `days` working days."""
    return _begin(
        kind=kind,
        subject_id=subject_id,
        person_id=person.pk,
        account_number=account_number,
        fingerprint=fingerprint,
        place=place,
        days=days,
        facts=facts,
        held_for=held_for,
    )


def of(kind: Kind, subject_id: UUID) -> Case | None:
    """The latest case of a subject."""
    return Case.objects.filter(kind=kind, subject_id=subject_id).order_by("-id").first()


def last_submission(kind: str, subject_id: UUID) -> Case | None:
    """The latest case of a subject that was no appeal and no second proof of identity."""
    rows = Case.objects.filter(kind=kind, subject_id=subject_id, matter=Matter.SUBMISSION)
    return rows.order_by("-id").first()


@verb
def open_again(
    first: Case,
    matter: Matter,
    *,
    days: int,
    facts: Facts,
    excluded: Iterable[UUID] = (),
    by: Actor,
) -> Case:
    """Another case of the same subject, begun where the first one began; `excluded` never decide it."""
    return _begin(
        kind=first.kind,
        matter=matter,
        subject_id=first.subject_id,
        person_id=first.person_id,
        account_number=first.account_number,
        fingerprint=first.fingerprint,
        place=first.place,
        days=days,
        facts=facts,
        excluded=list(excluded),
    )


@verb
def resubmit(
    case: Case,
    *,
    facts: Facts,
    held_for: str = "",
    fingerprint: bytes | None = None,
    place: Organisation | None = None,
    by: Actor,
) -> None:
    """Back from the learner into the queue; the remaining days run on, at least one.

    `fingerprint` is that of a corrected document, `place` where it belongs after a correction.
    """
    now = clock.now()
    clocks.stop(case, now)  # stands already since the answer; never two at a time
    due_at, provisional = clocks.start(case, now)
    told: dict[str, Any] = {"due_at": due_at, "due_provisional": provisional, "facts": facts}
    if fingerprint is not None:
        told["fingerprint"] = fingerprint
    if place is not None:
        told |= {"place": place, "organisation": queue_of(place)}
    lifecycle.move(case, "resubmit", held_for=held_for, **told, **FREE)
    Segment.objects.create(case=case, started_at=now)


@verb
def release_held(case: Case, *, by: Actor) -> None:
    """What the case waited for has come: from now on it is handed out."""
    Case.objects.filter(pk=case.pk).update(held_for="")
    case.held_for = ""


@verb
def withdraw(case: Case, *, by: Actor) -> None:
    """Take a case off the queue, whoever is reading it; not once it is decided."""
    now = clock.now()
    lifecycle.move(case, "withdraw", closed_at=now, **FREE)
    clocks.stop(case, now)


@verb
def answer(case: Case, verdict: str, *, at: dt.datetime, by: Actor) -> None:
    """A decision made `at` has taken effect: back to the learner, or done."""
    if verdict == Verdict.RETURN:
        lifecycle.move(case, "return")
    else:
        lifecycle.move(case, "close", closed_at=clock.now())
    clocks.stop(case, at)


@verb
def come_back(case: Case, *, by: Actor, reason: str = "") -> None:
    """A decision could not take effect: the case waits again, its clock never stood."""
    lifecycle.move(case, "come_back")


@verb
def overtake(case: Case, *, by: Actor, reason: str = "") -> None:
    """A decision could not take effect because its subject is no longer there to be decided."""
    now = clock.now()
    lifecycle.move(case, "overtake", closed_at=now)
    clocks.stop(case, now)


@verb
def pass_up(case: Case, *, to: Organisation, by: Actor, reason: str = "") -> None:
    """Give a waiting case to another queue, mostly of an organisation above."""
    Case.objects.filter(pk=case.pk, stage=case.stage).update(organisation=to, **FREE)
    case.organisation = to


def _begin(*, place: Organisation, days: int, **columns: Any) -> Case:
    now = clock.now()
    due_at, provisional = working_days.due_at(now, days)
    case = Case.objects.create(
        number=ids.public_number("R"),
        organisation=queue_of(place),
        place=place,
        days=days,
        submitted_at=now,
        due_at=due_at,
        due_provisional=provisional,
        **columns,
    )
    Segment.objects.create(case=case, started_at=now)
    return case


def queue_of(place: Organisation) -> Organisation:
    """Whose queue the submissions of a place wait in: its province's, else the root's."""
    above = list(Organisation.objects.above(place))
    provinces = [row for row in above if Capacity.PROVINCE in row.capacities]
    return (provinces[-1:] or above[:1] or [place])[0]
