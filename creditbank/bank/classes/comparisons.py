"""What a roster says against what is held of a class: who is new, what has changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from creditbank.bank.classes.models import ClassOutcome, Invitation, TrainingClass
from creditbank.bank.classes.rows import Attained, Row
from creditbank.bank.classes.stages import Stage
from creditbank.bank.enrolments.register import fingerprint_of
from creditbank.bank.imports.dates import Date
from creditbank.bank.keys import digest
from creditbank.bank.refusals import Refused

# A roster is held in memory, person by person.
MOST = 20_000
PERSONAL = ("name", "email", "mobile")
NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"

Key = tuple[bytes, str, int]


@dataclass(frozen=True)
class Entry:
    """A row and which of its person's outcomes of one title it is."""

    row: Row
    turn: int

    @property
    def attained(self) -> Attained | None:
        """The outcome that the row tells, if it does."""
        return self.row.attained if self.row.attained.title else None

    @property
    def digest(self) -> bytes:
        """Equal when nothing about the outcome changed."""
        told = self.row.attained
        obtained = (told.obtained.day, told.obtained.precision) if told.obtained else None
        said = (told.score, told.mark, told.credits, obtained, told.certificate_number)
        return digest("class outcome", repr([str(part) for part in said]).encode())


@dataclass
class Person:
    """Everybody stands once here, with all their rows; what one row leaves out, a later one may tell."""

    fingerprint: bytes
    entries: list[Entry] = field(default_factory=list)

    @property
    def row(self) -> Row:
        """The first row."""
        return self.entries[0].row

    def value(self, name: str) -> str:
        """Name, e-mail or mobile."""
        return next(filter(None, (getattr(entry.row, name) for entry in self.entries)), "")

    @property
    def digest(self) -> bytes:
        """Equal when nothing about the person changed."""
        told = [self.value(name) for name in PERSONAL]
        return digest("class person", "\x1f".join([*told, self.row.document.kind]).encode())


def people(rows: Iterable[Row]) -> list[Person]:
    """The people of a roster in their order; refuses one that is longer than a class can be."""
    found: dict[bytes, Person] = {}
    turns: Counter[tuple[bytes, str]] = Counter()
    for count, row in enumerate(rows):
        if count >= MOST:
            sentence = _("一个培训班的名册最多 %(most)d 行，请分成几个班上传。")
            raise Refused("too_many_rows", sentence % {"most": MOST})
        print_, title = fingerprint_of(row.document), row.attained.title
        found.setdefault(print_, Person(print_)).entries.append(Entry(row, turns[print_, title]))
        turns[print_, title] += 1
    return list(found.values())


@dataclass
class Held:
    """What a class holds of some people: open invitations, answered ones, outcomes of either."""

    open: dict[bytes, Invitation]
    declined: set[bytes]
    accepted: set[bytes]
    outcomes: dict[Key, ClassOutcome]

    def is_new(self, person: Person) -> bool:
        """Whether nobody has invited them yet."""
        known = self.declined | self.accepted
        return person.fingerprint not in known and person.fingerprint not in self.open

    def differences(self, person: Person) -> list[str]:
        """Which values of an open invitation differ; an empty cell takes nothing away."""
        held = self.open.get(person.fingerprint)
        if held is None or bytes(held.row_digest) == person.digest:
            return []
        told = {name: person.value(name) for name in PERSONAL}
        return [name for name, value in told.items() if value and value != getattr(held, name)]

    def change(self, person: Person, entry: Entry) -> str:
        """What a row does to its outcome; empty where it cannot: it was agreed to as it was."""
        if entry.attained is None:
            return UNCHANGED
        key = (person.fingerprint, entry.attained.title, entry.turn)
        held = self.outcomes.get(key)
        if held is None:
            is_refused = person.fingerprint in self.declined and person.fingerprint not in self.open
            return UNCHANGED if is_refused else NEW
        if bytes(held.row_digest) == entry.digest:
            return UNCHANGED
        return CHANGED if held.invitation.stage == Stage.INVITED else ""

    def outcome(self, person: Person, entry: Entry) -> ClassOutcome:
        """What is held of an outcome that a row changes."""
        return self.outcomes[person.fingerprint, entry.row.attained.title, entry.turn]

    def outcome_differences(self, person: Person, entry: Entry) -> list[str]:
        """Which values of an outcome differ."""
        row, told = self.outcome(person, entry), entry.row.attained
        day = Date(row.obtained_on, row.obtained_precision) if row.obtained_on else None
        differing = {
            "score": (row.score, row.mark) != (told.score, told.mark),
            "credits": row.credits != told.credits,
            "obtained_on": day != told.obtained,
            "certificate_number": (row.certificate_number or "") != told.certificate_number,
        }
        return [name for name, differs in differing.items() if differs]


def held(training_class: TrainingClass | None, people: Sequence[Person]) -> Held:
    """Look up what is held of these people; nothing of a class that is still to be made."""
    found = Held({}, set(), set(), {})
    if training_class is None:
        return found
    prints = [person.fingerprint for person in people]
    rows = training_class.invitations.filter(fingerprint__in=prints).select_related("person_key")
    by_stage = {Stage.DECLINED: found.declined, Stage.ACCEPTED: found.accepted}
    for row in rows:
        if row.stage == Stage.INVITED:
            found.open[bytes(row.fingerprint or b"")] = row
        else:
            by_stage[Stage(row.stage)].add(bytes(row.fingerprint or b""))
    outcomes = ClassOutcome.objects.filter(invitation__in=[row.pk for row in rows])
    for outcome in outcomes.select_related("invitation", "person_key"):
        key = (bytes(outcome.invitation.fingerprint or b""), outcome.title, outcome.turn)
        found.outcomes[key] = outcome
    return found
