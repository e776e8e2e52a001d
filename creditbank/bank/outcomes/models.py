"""Tables of outcomes and their evidence."""

import json
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.accounts.models import Account
from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.bank.files.models import StoredFile
from creditbank.bank.imports.models import Run
from creditbank.bank.keys import SealedField
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.lifecycle import Moves
from creditbank.bank.outcomes.stages import EDITABLE, MOVES, Stage

LISTED = (
    *("number", "stage", "title", "issuer", "obtained_on", "obtained_precision", "run"),
    *("kind__outcome_class", "kind__name_zh", "kind__name_en"),
    *("certificate_type__name_zh", "certificate_type__name_en"),
)


class Precision(models.TextChoices):
    """How exactly a date is known; what depends on the missing part answers 'unclear'."""

    DAY = "day", _("日")
    MONTH = "month", _("月")
    YEAR = "year", _("年")


class OutcomeSet(models.QuerySet["Outcome"]):
    """Questions about outcomes."""

    def of(self, account: Account) -> "OutcomeSet":
        """Those of one learner, newest first."""
        return self.filter(account=account).order_by("-id")

    def stored(self) -> "OutcomeSet":
        """Those in the bank (我的学习成果)."""
        return self.filter(stage=Stage.STORED)

    def known(self) -> "OutcomeSet":
        """With everything that a line about an outcome names."""
        return self.select_related("kind", "certificate_type", "person_key")

    def listed(self) -> "OutcomeSet":
        """With what a list of outcomes shows, and nothing of what is sealed."""
        return self.select_related("kind", "certificate_type").only(*LISTED)

    def tallied(self) -> "models.QuerySet[Outcome, tuple[str, int]]":
        """How many of each class, in pairs."""
        return self.order_by().values_list("kind__outcome_class").annotate(models.Count("id"))


class Outcome(models.Model):
    """A learning outcome: an instance of a certificate type, or 其他 with name and issuer typed.

    `title` and `issuer` are kept as they were when deposited. `obtained_on` is the first day of
    the period that `obtained_precision` leaves open. Certificate number, extra fields (JSON) and note
    are sealed; `certificate_key` is a fingerprint of type, issuer and certificate number: stored once in
    the whole bank. `run` is the delivery that brought it, if one did; `became` are the courses that
    the institution then converted it into: list of `{level, code, name, credits, on}`, as delivered;
    `doubts` are codes of what a reviewer should look at because of the delivery.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person_key = models.ForeignKey(PersonKey, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="outcomes")
    number = models.CharField(max_length=20, unique=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    certificate_type = models.ForeignKey(
        CertificateType, on_delete=models.PROTECT, null=True, related_name="outcomes"
    )
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=60, blank=True)
    score = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    mark = models.CharField(max_length=30, blank=True)
    credits = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    obtained_on = models.DateField(null=True)
    obtained_precision = models.CharField(max_length=8, choices=Precision, default=Precision.DAY)
    certificate_number = SealedField(key="person_key")
    certificate_key = models.BinaryField(null=True)
    certificate_key_next = models.BinaryField(null=True)
    extra = SealedField(key="person_key")
    note = SealedField(key="person_key")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="+")
    became = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    stage_reason = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    stored_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    moves: ClassVar[Moves] = MOVES
    objects: ClassVar[models.Manager["Outcome"]] = models.Manager.from_queryset(OutcomeSet)()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values), name="outcome_stage"
            ),
            models.UniqueConstraint(
                fields=["certificate_key"],
                condition=models.Q(stage="stored", certificate_key__isnull=False),
                name="outcome_certificate_once",
            ),
        )
        indexes = (
            models.Index(fields=["account", "stage"], name="outcome_account"),
            models.Index(fields=["certificate_key"], name="outcome_certificate"),
            models.Index(fields=["certificate_type", "stage"], name="outcome_type"),
        )

    def __str__(self) -> str:
        """The public number; the title is the learner's."""
        return self.number

    @property
    def is_editable(self) -> bool:
        """Whether the learner may still write in it."""
        return self.stage in EDITABLE

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether the learner may take the submission back."""
        return MOVES.allows(self.stage, "withdraw")

    @property
    def extra_values(self) -> dict[str, str]:
        """What was typed in the fields that the catalogue entry asks for, by their codes."""
        values: dict[str, str] = json.loads(self.extra or "{}")
        return values


class Evidence(models.Model):
    """A scan attached to an outcome (证明材料)."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Evidence"]] = models.Manager()

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        """Show the place in the row of scans; the file's name is the learner's."""
        return f"{self.outcome_id} {self.position}"
