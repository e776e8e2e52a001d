"""Tables of cases, their clock segments and the decisions on them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.keys import SealedField
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.lifecycle import Moves
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.reviews.stages import DECISION_MOVES, MOVES, DecisionStage, Stage


class Kind(models.TextChoices):
    """What a case is about."""

    ACCOUNT = "account", _("账户")
    OUTCOME = "outcome", _("学习成果")


class Matter(models.TextChoices):
    """Why a case was opened; all but a submission are answered with yes or no, never sent back."""

    SUBMISSION = "submission", _("申请")
    APPEAL = "appeal", _("申诉")
    IDENTITY = "identity", _("身份重新核验")


class Case(models.Model):
    """One submission under review, in the queue of an organisation.

    `person_id` is the user who submitted it and `fingerprint` that person's document: nobody
    reviews themselves by either. `days` working days are allowed, all stages together; `due_at` is
    provisional where the holiday table of that year is not published. A lease (`taken_by`,
    `taken_until`) keeps the case from others while it is being read. `facts` is what the system
    found by itself: codes with values, no personal data in plain.
    `held_for` names what a case waits for before anybody is handed it (its clock runs meanwhile).
    `excluded` are users who may not decide it besides: of an appeal, those who decided before.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    matter = models.CharField(max_length=12, choices=Matter, default=Matter.SUBMISSION)
    subject_id = models.UUIDField()
    person_id = models.UUIDField()
    account_number = models.CharField(max_length=20, blank=True)
    fingerprint = models.BinaryField(null=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=14, choices=Stage, default=Stage.OPEN)
    days = models.SmallIntegerField()
    submitted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_provisional = models.BooleanField(default=False)
    held_for = models.CharField(max_length=20, blank=True)
    excluded = ArrayField(models.UUIDField(), default=list)
    taken_by = models.UUIDField(null=True)
    taken_until = models.DateTimeField(null=True)
    facts = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)

    known_segments: "list[Segment] | None" = None  # see `clocks.with_segments`
    moves: ClassVar[Moves] = MOVES
    objects: ClassVar[models.Manager["Case"]] = models.Manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="case_stage"),
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=models.Q(stage__in=["open", "decided", "with_learner"]),
                name="case_one_at_a_time",
            ),
        )
        indexes = (
            models.Index(
                fields=["organisation", "due_at", "id"],
                name="case_queue",
                condition=models.Q(stage="open"),
            ),
            models.Index(
                fields=["organisation", "kind", "due_at", "id"],
                name="case_queue_kind",
                condition=models.Q(stage="open"),
            ),
            models.Index(
                fields=["taken_by"],
                name="case_taken",
                condition=models.Q(stage="open", taken_by__isnull=False),
            ),
            # Before the next case is handed out, one's own are looked for.
            models.Index(
                fields=["fingerprint"], name="case_fingerprint", condition=models.Q(stage="open")
            ),
            GinIndex(fields=["excluded"], name="case_excluded", condition=models.Q(stage="open")),
            models.Index(fields=["place", "stage"], name="case_place"),
            # An inspection draws from what ended at a place within a period.
            models.Index(
                fields=["place", "kind", "closed_at"],
                name="case_ended",
                condition=models.Q(stage="closed"),
            ),
            models.Index(fields=["subject_id"], name="case_subject"),
            models.Index(
                fields=["person_id"],
                name="case_person",
                condition=models.Q(stage__in=["open", "decided", "with_learner"]),
            ),
        )

    def __str__(self) -> str:
        """The number under which people speak of it."""
        return self.number


class Segment(models.Model):
    """A stretch of time in which the clock of a case ran: from a submission to the answer."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="segments")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    days_used = models.SmallIntegerField(null=True)

    objects: ClassVar[models.Manager["Segment"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(ended_at__isnull=True),
                name="segment_one_running",
            ),
        )

    def __str__(self) -> str:
        """From when until when."""
        return f"{self.started_at:%F} – {self.ended_at or '…'}"


class Verdict(models.TextChoices):
    """What a reviewer decides."""

    APPROVE = "approve", _("通过")
    RETURN = "return", _("退回补正")
    REJECT = "reject", _("不通过")


class Decision(models.Model):
    """A verdict on a case.

    `remarks`: list of `{field, code, text, more}`, whose `text` the learner reads as it is (the
    reason's sentence and what the reviewer added, `more`). `obstacle` is the code of the refusal
    that kept the decision from taking effect.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    step = models.CharField(max_length=12, default="decision")
    verdict = models.CharField(max_length=8, choices=Verdict)
    remarks = models.JSONField(default=list)
    note = models.TextField(blank=True)
    stage = models.CharField(max_length=10, choices=DecisionStage, default=DecisionStage.PENDING)
    by_id = models.UUIDField()
    by_label = models.CharField(max_length=120)
    decided_at = models.DateTimeField(default=clock.now)
    effective_at = models.DateTimeField()
    obstacle = models.CharField(max_length=40, blank=True)

    moves: ClassVar[Moves] = DECISION_MOVES
    objects: ClassVar[models.Manager["Decision"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(stage="pending"), name="decision_one_pending"
            ),
        )
        indexes = (
            models.Index(fields=["by_id", "case"], name="decision_by"),
            # A digest tells what was turned down since the last one.
            models.Index(
                fields=["effective_at"],
                name="decision_negative",
                condition=models.Q(stage="effective", verdict__in=["return", "reject"]),
            ),
        )

    def __str__(self) -> str:
        """The verdict and how far it has got."""
        return f"{self.verdict} {self.stage}"


class Appeal(models.Model):
    """A learner's words against a rejection: at most one per rejection, a case of its own."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person_key = models.ForeignKey(PersonKey, on_delete=models.PROTECT, related_name="+")
    against = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="appeal")
    words = SealedField(key="person_key")
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Appeal"]] = models.Manager()

    def __str__(self) -> str:
        """The number of its case: the words are the learner's."""
        return str(self.case_id)
