"""Tables of inspections, their samples, findings and checklists."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.inspections.stages import FINDING_MOVES, MOVES, FindingStage, Stage
from creditbank.bank.lifecycle import Moves
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.reviews.models import Case, Kind


class Checklist(models.Model):
    """A version of the questions that an organisation's inspections ask of a kind of case.

    `questions`: list of `{zh, en}`, in order. Where an organisation has none, the nearest above has.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    version = models.PositiveSmallIntegerField()
    questions = models.JSONField()
    by_label = models.CharField(max_length=120)
    published_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Checklist"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "kind", "version"], name="checklist_version_once"
            ),
        )

    def __str__(self) -> str:
        """Whose, of what, which version."""
        return f"{self.organisation_id} {self.kind} {self.version}"


class Inspection(models.Model):
    """An organisation (`organisation`) examines decided cases of one below (`branch`).

    The sample follows from `seed`, the period, `wanted` and `excluded` (users of the inspector, whose
    own cases and decisions are left out: `set_aside` of them) over `population` cases: see `draws`.
    `questions` is the checklist as it was when the sample was drawn. `due_at` is until when the branch
    answers, provisional where the holiday table of that year is not published.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    since = models.DateField()
    until = models.DateField()
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAWN)
    seed = models.CharField(max_length=32)
    wanted = models.PositiveSmallIntegerField()
    population = models.PositiveIntegerField()
    set_aside = models.PositiveIntegerField(default=0)
    excluded = ArrayField(models.UUIDField(), default=list)
    questions = models.JSONField()
    checklist_version = models.PositiveSmallIntegerField(default=0)
    inspector_id = models.UUIDField()
    inspector_label = models.CharField(max_length=120)
    drawn_at = models.DateTimeField(default=clock.now)
    words = models.TextField(blank=True)
    days = models.PositiveSmallIntegerField(default=0)
    notified_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_provisional = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    answered_by_label = models.CharField(max_length=120, blank=True)
    conclusion = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    moves: ClassVar[Moves] = MOVES
    objects: ClassVar[models.Manager["Inspection"]] = models.Manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values), name="inspection_stage"
            ),
        )
        indexes = (
            models.Index(fields=["branch", "-id"], name="inspection_branch"),
            models.Index(
                fields=["due_at"], name="inspection_due", condition=models.Q(stage="notified")
            ),
        )

    def __str__(self) -> str:
        """The number under which people speak of it."""
        return self.number

    @property
    def is_overdue(self) -> bool:
        """Whether the branch should have answered; a provisional deadline holds nobody."""
        late = self.due_at is not None and self.due_at < clock.now() and not self.due_provisional
        return self.stage == Stage.NOTIFIED and late


class Answer(models.TextChoices):
    """What an inspector says to one question of the checklist."""

    FINE = "fine", _("符合")
    FINDING = "finding", _("有问题")
    NOT_APPLICABLE = "not_applicable", _("不适用")


class Sampled(models.Model):
    """A case that the lot fell on. `answers`: list of `{answer, remark}`, as the questions stand."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="samples")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=list)
    assessed_at = models.DateTimeField(null=True)
    assessed_by_label = models.CharField(max_length=120, blank=True)

    objects: ClassVar[models.Manager["Sampled"]] = models.Manager()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["inspection", "case"], name="sampled_once"),)

    def __str__(self) -> str:
        """Its place in the sample."""
        return f"{self.inspection_id} {self.position}"

    @property
    def findings(self) -> list[tuple[int, str]]:
        """Place of the question and what is wrong, for each finding."""
        told: list[dict[str, Any]] = self.answers
        return [
            (place, one["remark"])
            for place, one in enumerate(told)
            if one["answer"] == Answer.FINDING
        ]


class Finding(models.Model):
    """Something that is wrong with a sampled case, as the notice told it, and what came of it.

    `place` is that of the question. `measures` is the branch's answer, `reply` what the inspector
    said to it.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    sampled = models.ForeignKey(Sampled, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    words = models.TextField()
    stage = models.CharField(max_length=10, choices=FindingStage, default=FindingStage.OPEN)
    measures = models.TextField(blank=True)
    reply = models.TextField(blank=True)

    moves: ClassVar[Moves] = FINDING_MOVES
    objects: ClassVar[models.Manager["Finding"]] = models.Manager()

    class Meta:
        ordering = ("sampled__position", "place")
        constraints = (
            models.UniqueConstraint(fields=["sampled", "place"], name="finding_once"),
            models.CheckConstraint(
                condition=models.Q(stage__in=FindingStage.values), name="finding_stage"
            ),
        )

    def __str__(self) -> str:
        """Of which sampled case, and which question."""
        return f"{self.sampled_id} {self.place}"
