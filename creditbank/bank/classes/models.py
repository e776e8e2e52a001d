"""Tables of training classes, of the invitations to them, and of the outcomes that wait for consent."""

from typing import ClassVar

from django.db import models

from creditbank.bank import clock, ids
from creditbank.bank.classes.stages import MOVES, Stage
from creditbank.bank.imports.models import Run, StagedPerson
from creditbank.bank.keys import SealedField
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.lifecycle import Moves
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.outcomes.models import Outcome, Precision


class TrainingClass(models.Model):
    """A training class (培训班) of an organisation, known by its name there.

    `run` is the import that brought its roster last; by whom the class was made is a label.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="classes")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="+")
    by_id = models.CharField(max_length=64)
    by_label = models.CharField(max_length=120)
    begun_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["TrainingClass"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "name"], name="class_name_once"),
        )

    def __str__(self) -> str:
        """Its name, as the organisation calls it."""
        return self.name


class StagedClassRow(StagedPerson):
    """A row of a class's roster as it was read: `told` is the whole of it (`rows.Row`), sealed."""

    told = models.BinaryField(null=True)

    objects: ClassVar[models.Manager["StagedClassRow"]] = models.Manager()

    class Meta:
        indexes = (
            models.Index(fields=["staging", "status", "line"], name="staged_class_status"),
            models.Index(fields=["staging", "change", "line"], name="staged_class_change"),
        )


class Invitation(models.Model):
    """Somebody who stands in a class's roster and is asked whether they want an account.

    Personal values are sealed with a key of the invitation's own until the account is open, with the
    account's afterwards: so they go with whichever is erased. `account_id` is the draft while the
    invited person fills it in, then the account that was opened or was there. `proved_at` is when
    its link came back from the address; another address has to prove itself anew. `row_digest` is
    keyed and tells whether a later roster says anything new. `original_seen_by` names who declared
    that they saw the identity document. Erased ones keep neither values nor fingerprint.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person_key = models.ForeignKey(PersonKey, on_delete=models.PROTECT, related_name="+")
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="invitations"
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.INVITED)
    name = SealedField(key="person_key")
    document_kind = models.CharField(max_length=30)
    country = models.CharField(max_length=3, default="CHN")
    number = SealedField(key="person_key")
    email = SealedField(key="person_key")
    mobile = SealedField(key="person_key")
    fingerprint = models.BinaryField(null=True)
    fingerprint_next = models.BinaryField(null=True)
    row_digest = models.BinaryField()
    original_seen_by = models.CharField(max_length=120, blank=True)
    account_id = models.UUIDField(null=True)
    proved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    reminders = models.SmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    moves: ClassVar[Moves] = MOVES
    objects: ClassVar[models.Manager["Invitation"]] = models.Manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values), name="invitation_stage"
            ),
            models.UniqueConstraint(
                fields=["training_class", "fingerprint"],
                condition=models.Q(stage="invited"),
                name="invitation_open_once",
            ),
        )
        indexes = (
            models.Index(fields=["training_class", "id"], name="invitation_list"),
            models.Index(fields=["training_class", "stage", "id"], name="invitation_stage_list"),
            models.Index(fields=["fingerprint"], name="invitation_fingerprint"),
            models.Index(fields=["account_id"], name="invitation_account"),
            models.Index(
                fields=["created_at"],
                name="invitation_to_erase",
                condition=models.Q(fingerprint__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """Of which class; who it is stays sealed."""
        return f"invitation to {self.training_class_id}"


class ClassOutcome(models.Model):
    """What somebody attained in a class, as the roster tells it, until it is an outcome of theirs.

    `turn` tells several of one title apart. `outcome` is what it became.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person_key = models.ForeignKey(PersonKey, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="outcomes")
    title = models.CharField(max_length=200)
    turn = models.SmallIntegerField(default=0)
    score = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    mark = models.CharField(max_length=40, blank=True)
    credits = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    obtained_on = models.DateField(null=True)
    obtained_precision = models.CharField(max_length=8, choices=Precision, default=Precision.DAY)
    certificate_number = SealedField(key="person_key")
    row_digest = models.BinaryField()
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["ClassOutcome"]] = models.Manager()

    class Meta:
        ordering = ("title", "turn")
        constraints = (
            models.UniqueConstraint(
                fields=["invitation", "title", "turn"], name="class_outcome_once"
            ),
        )

    def __str__(self) -> str:
        """What it is called."""
        return self.title
