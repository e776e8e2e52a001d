"""Bringing a class's roster in: who is invited, and to what. Twice is as once.

`judge` says what `merge` would do, row by row, by the same comparison.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creditbank.bank import ids, jobs
from creditbank.bank.classes import comparisons, invitations, tasks
from creditbank.bank.classes.comparisons import CHANGED, NEW, UNCHANGED, Entry, Held, Person
from creditbank.bank.classes.models import ClassOutcome, Invitation, TrainingClass
from creditbank.bank.classes.rows import Row
from creditbank.bank.history import Actor, verb
from creditbank.bank.identity import canonical_for_fingerprint
from creditbank.bank.imports.models import Run
from creditbank.bank.imports.verdicts import Tick, nobody
from creditbank.bank.keys import fingerprint_next
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.outcomes.models import Precision

Row_ = TypeVar("Row_", bound=models.Model)
LONGEST_NAME = 120
_BATCH = 1_000
_PERSON = "name email mobile row_digest sent_at proved_at reminders".split()
_OUTCOME = "score mark credits obtained_on obtained_precision certificate_number row_digest".split()
_KEPT = _("已接受邀请的人，成果不再随名册更改；请由学习者本人更正。")


@dataclass(frozen=True)
class Judged:
    """What a row does: `change` is new, changed (in `differences`) or unchanged; `remark` may say why."""

    line: int
    change: str
    differences: tuple[str, ...] = ()
    remark: str | Promise = ""


def tidy_name(name: str) -> str:
    """The name of a class as it is kept."""
    return " ".join(name.split())[:LONGEST_NAME]


@verb
def found(
    name: str, *, organisation: Organisation, by: Actor, run: Run | None = None, **dates: Any
) -> TrainingClass:
    """The class of this name at an organisation, made where there is none yet.

    `dates`: `begun_on`, `ended_on`. The same roster under the same name comes to the same class.
    """
    made, _new = TrainingClass.objects.get_or_create(
        organisation=organisation,
        name=tidy_name(name),
        defaults={
            "number": ids.public_number("C"),
            "by_id": by.actor_id,
            "by_label": by.actor_label,
            **dates,
        },
    )
    if run is not None and made.run_id != run.pk:
        made.run = run
        made.save(update_fields=["run"])
    return made


def judge(rows: Iterable[Row], *, training_class: TrainingClass | None) -> Iterator[Judged]:
    """What merging these rows would do; of a class that is still to be made, all is new."""
    for batch in _batches(comparisons.people(rows)):
        held = comparisons.held(training_class, batch)
        for person in batch:
            yield from _judged(person, held)


@verb
def merge(
    rows: Iterable[Row], *, training_class: TrainingClass, by: Actor, tick: Tick = nobody
) -> dict[str, int]:
    """Invite who is new, write what has changed; answers how many rows were new, changed, unchanged.

    Merges into one class wait for each other. A person or outcome that is missing from the rows
    stays. Who has answered is asked again only about outcomes that they were not asked about.
    Invitations are sent by a job.
    """
    TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    counts = {NEW: 0, CHANGED: 0, UNCHANGED: 0}
    for batch in _batches(comparisons.people(rows)):
        held = comparisons.held(training_class, batch)
        for person in batch:
            for judged in _judged(person, held):
                counts[judged.change] += 1
        _write(training_class, batch, held)
        tick(sum(len(person.entries) for person in batch))
    jobs.defer(tasks.send, class_id=str(training_class.pk))
    return counts


def _batches(people: list[Person]) -> Iterator[list[Person]]:
    for start in range(0, len(people), _BATCH):
        yield people[start : start + _BATCH]


def _judged(person: Person, held: Held) -> Iterator[Judged]:
    is_new, differences = held.is_new(person), tuple(held.differences(person))
    for entry in person.entries:
        change = held.change(person, entry)
        remark = "" if change else _KEPT
        if is_new or change == NEW:
            yield Judged(entry.row.line, NEW)
        elif differences or change == CHANGED:
            told = held.outcome_differences(person, entry) if change == CHANGED else []
            yield Judged(entry.row.line, CHANGED, (*differences, *told), remark)
        else:
            yield Judged(entry.row.line, UNCHANGED, remark=remark)


def _write(training_class: TrainingClass, batch: list[Person], held: Held) -> None:
    """Keys first, then invitations, then outcomes: a few statements, however many people."""
    made = {
        person.fingerprint: _invitation(training_class, person)
        for person in batch
        if held.is_new(person) or _is_asked_again(person, held)
    }
    PersonKey.objects.bulk_create([row.person_key for row in made.values()])
    Invitation.objects.bulk_create(made.values())
    _save(Invitation, [row for person in batch for row in _amended(person, held)], _PERSON)
    asked = held.open | made
    new, changed = [], []
    for person in batch:
        for entry in person.entries:
            change = held.change(person, entry)
            if change == NEW:
                new.append(_outcome(entry, asked[person.fingerprint]))
            elif change == CHANGED:
                changed.append(_told(entry, held.outcome(person, entry)))
    ClassOutcome.objects.bulk_create(new)
    _save(ClassOutcome, changed, _OUTCOME)


def _is_asked_again(person: Person, held: Held) -> bool:
    """Whether there is an outcome about which somebody who has answered was not asked."""
    is_open = person.fingerprint in held.open
    return not is_open and any(held.change(person, entry) == NEW for entry in person.entries)


def _invitation(training_class: TrainingClass, person: Person) -> Invitation:
    document = person.row.document
    row = Invitation(person_key=PersonKey.new(), training_class=training_class)
    row.document_kind, row.country, row.number = document.kind, document.country, document.number
    row.name, row.email, row.mobile = map(person.value, comparisons.PERSONAL)
    row.fingerprint = person.fingerprint
    row.fingerprint_next = fingerprint_next("document", canonical_for_fingerprint(document))
    row.row_digest = person.digest
    return row


def _amended(person: Person, held: Held) -> Iterator[Invitation]:
    differences, row = held.differences(person), held.open.get(person.fingerprint)
    if row is None or not differences:
        return
    for name in differences:
        if name == "email":
            invitations.readdress(row, person.value(name))
        else:
            setattr(row, name, person.value(name))
    row.row_digest = person.digest
    yield row


def _outcome(entry: Entry, invitation: Invitation) -> ClassOutcome:
    row = ClassOutcome(person_key=invitation.person_key, invitation=invitation)
    row.title, row.turn = entry.row.attained.title, entry.turn
    return _told(entry, row)


def _told(entry: Entry, row: ClassOutcome) -> ClassOutcome:
    told = entry.row.attained
    row.score, row.mark, row.credits = told.score, told.mark, told.credits
    row.obtained_on = told.obtained.day if told.obtained else None
    row.obtained_precision = told.obtained.precision if told.obtained else Precision.DAY
    row.certificate_number, row.row_digest = told.certificate_number, entry.digest
    return row


def _save(model: type[Row_], rows: list[Row_], columns: list[str]) -> None:
    """Many rows in one statement; values that are sealed go as they are."""
    model._default_manager.bulk_create(  # noqa: SLF001 - Django's public spelling
        rows, update_conflicts=True, unique_fields=["id"], update_fields=columns
    )
