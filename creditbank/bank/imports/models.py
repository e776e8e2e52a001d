"""Tables of import runs: the runs, how far they are, what was read, which columns were chosen."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids, keys
from creditbank.bank.files.models import StoredFile
from creditbank.bank.imports.stages import MOVES, Change, Phase, Stage
from creditbank.bank.keys import SealedField
from creditbank.bank.lifecycle import Moves
from creditbank.bank.organisations.models import Organisation


class Status(models.TextChoices):
    """What became of a row, from harmless to final."""

    ACCEPT = "accept", _("接收")
    ACCEPT_NORMALISED = "accept_normalised", _("规范写法后接收")
    ACCEPT_WARN = "accept_warn", _("接收，有提醒")
    REVIEW = "review", _("接收，请核对")
    REJECT = "reject", _("不接收")
    IGNORE = "ignore", _("跳过")


class Run(models.Model):
    """One file brought in by somebody for an organisation: what is taken of it, or nothing.

    `layout` is what was recognised: `{"sheet", "last", "headings", "places": {field: [column]}}`,
    columns counted from 0; `columns` corrects it, as the person told it (`{field: "D"}`, empty for
    'there is none'). `options` is what else was told: `{"class": name, "kinds": [from which to guess]}`.
    `counts` holds how many rows have each status and each change. `staging` names
    the rows that were read last; how many there were and their sum tell whether they still stand.
    """

    Stage = Stage
    moves: ClassVar[Moves] = MOVES

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    kind = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by_id = models.CharField(max_length=64)
    by_label = models.CharField(max_length=120)
    # In which the reasons are told.
    language = models.CharField(max_length=10, default="zh-hans")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = SealedField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.RECEIVED)
    layout = models.JSONField(default=dict)
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    staging = models.UUIDField(null=True)
    staged_rows = models.BigIntegerField(default=0)
    staged_sum = models.BigIntegerField(default=0)
    confirmed_by_id = models.CharField(max_length=64, blank=True)
    confirmed_by_label = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    checked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Run"]] = models.Manager()

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "-created_at", "-id"], name="run_list"),
            models.Index(fields=["stage"], name="run_stage"),
        )

    @property
    def taken(self) -> int:
        """How many rows would be, or were, written."""
        return sum(self.counts.get(change, 0) for change in (Change.NEW, Change.CHANGED))

    @property
    def rejected(self) -> int:
        return int(self.counts.get(Status.REJECT, 0))

    @property
    def may_be_cancelled(self) -> bool:
        return self.moves.allows(self.stage, "cancel")


class Progress(models.Model):
    """How far a run is at the moment: for a bar, not for the history."""

    run = models.OneToOneField(
        Run, on_delete=models.CASCADE, primary_key=True, related_name="progress"
    )
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.READING)
    done = models.BigIntegerField(default=0)
    # 0: not known.
    known = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Progress"]] = models.Manager()

    @property
    def percent(self) -> int | None:
        """Of the phase; None where nobody knows how many rows there are."""
        return min(100, self.done * 100 // self.known) if self.known else None


class ColumnChoice(models.Model):
    """Which columns an organisation chose for sheets with these headings: used the next time."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    headings = models.BinaryField()
    columns = models.JSONField()
    chosen_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["ColumnChoice"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "kind", "headings"], name="column_choice_once"
            ),
        )


class StagedRow(models.Model):
    """One row as it was read, with its verdict: the table of each kind adds its values.

    Unlogged: what a crash of the database takes is read again from the file. `line` is the row of
    the sheet; what stands elsewhere counts down from -1. `differences` names the columns in which a
    changed row differs from what is held.
    """

    pk = models.CompositePrimaryKey("staging", "line")
    staging = models.UUIDField()
    line = models.IntegerField()
    status = models.CharField(max_length=18, choices=Status)
    change = models.CharField(max_length=9, choices=Change, blank=True)
    differences = models.CharField(max_length=200, blank=True)
    sealed_reasons = models.BinaryField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Its place: whatever else it says is somebody's."""
        return f"line {self.line}"

    @property
    def reasons(self) -> list[str]:
        """Why, in the language of who brought the file."""
        return opened_reasons(self.staging, self.line, self.sealed_reasons)

    @property
    def told_name(self) -> str:
        """The name in the row."""
        raise NotImplementedError

    @property
    def told_number(self) -> str:
        """The document number in the row; as it stands there where it is none."""
        raise NotImplementedError

    @property
    def shown_differences(self) -> list[str]:
        """Names of the columns in which a changed row differs."""
        return self.differences.split()


class StagedPerson(StagedRow):
    """A staged row that keeps who it is about in columns of their own, also where it is not taken."""

    name = models.BinaryField(null=True)
    number = models.BinaryField(null=True)

    class Meta:
        abstract = True

    @property
    def told_name(self) -> str:
        return self._opened("name")

    @property
    def told_number(self) -> str:
        return self._opened("number")

    def _opened(self, column: str) -> str:
        sealed = getattr(self, column)
        context = person_context(self.staging, self.line, column)
        return keys.unseal(bytes(sealed), context).decode() if sealed else ""


def person_context(staging: UUID, line: int, column: str) -> str:
    """What the sealed name or number of a staged row is bound to."""
    return f"bank_staged|{column}|{staging}|{line}"


def opened_reasons(staging: UUID | None, line: int, sealed: bytes | memoryview | None) -> list[str]:
    """The reasons of a row, in the order in which they were given."""
    if sealed is None:
        return []
    return keys.unseal(bytes(sealed), reasons_context(staging, line)).decode().split("\n")


def reasons_context(staging: UUID | None, line: int) -> str:
    """What the sealed reasons of a row are bound to."""
    return f"bank_staged|reasons|{staging}|{line}"
