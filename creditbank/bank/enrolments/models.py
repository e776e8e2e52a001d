"""Tables of the register, and of what learners say is wrong in it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.enrolments.statuses import Status
from creditbank.bank.imports.models import Run, StagedRow
from creditbank.bank.keys import SealedField
from creditbank.bank.organisations.models import Organisation


class Enrolment(models.Model):
    """One person studies a programme at a study centre since an intake.

    Keyed by student number within a province, else by fingerprint, level and intake; never by the
    study centre, which moves. Personal values are sealed with the field keys; `row_digest` is keyed
    and tells whether a row of a later roster brings anything new. Public foreign language and the
    like are words as the register has them.
    """

    Status = Status

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    province = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    study_centre = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="enrolments"
    )
    student_number = models.CharField(max_length=40, blank=True)
    name = SealedField()
    document_kind = models.CharField(max_length=30)
    number = SealedField()
    fingerprint = models.BinaryField()
    fingerprint_next = models.BinaryField(null=True)
    programme = models.CharField(max_length=60, blank=True)
    major = models.CharField(max_length=100, blank=True)
    level = models.CharField(max_length=30)
    intake = models.CharField(max_length=20)
    started_on = models.DateField(null=True)
    foreign_language = models.CharField(max_length=30, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.STUDYING)
    email = SealedField()
    mobile = SealedField()
    row_digest = models.BinaryField()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Enrolment"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["province", "student_number"],
                condition=~models.Q(student_number=""),
                name="enrolment_student_number_once",
            ),
            models.UniqueConstraint(
                fields=["fingerprint", "level", "intake"],
                condition=models.Q(student_number=""),
                name="enrolment_person_level_intake_once",
            ),
        )
        indexes = (
            models.Index(fields=["fingerprint"], name="enrolment_fingerprint"),
            models.Index(fields=["study_centre", "status"], name="enrolment_study_centre"),
        )


class StagedEnrolment(StagedRow):
    """A row of a register as it would become an enrolment.

    `enrolment_id` is that of the enrolment that is held already, else the one that it will have, so
    that sealed values are sealed once. `held_digest` tells whether what is held is still what it was
    when the row was read. `person` and `key` are short digests by which rows for the same person,
    or the same enrolment, are found; where they meet, the rows themselves are compared.
    """

    enrolment_id = models.UUIDField(null=True)
    held_digest = models.BinaryField(null=True)
    person = models.BigIntegerField(null=True)
    called = models.BigIntegerField(null=True)
    province_id = models.UUIDField(null=True)
    study_centre_id = models.UUIDField(null=True)
    student_number = models.CharField(max_length=40)
    name = models.BinaryField(null=True)
    document_kind = models.CharField(max_length=30)
    number = models.BinaryField(null=True)
    fingerprint = models.BinaryField(null=True)
    fingerprint_next = models.BinaryField(null=True)
    programme = models.CharField(max_length=60)
    major = models.CharField(max_length=100)
    level = models.CharField(max_length=30)
    intake = models.CharField(max_length=20)
    started_on = models.DateField(null=True)
    foreign_language = models.CharField(max_length=30)
    enrolment_status = models.CharField(max_length=12)
    email = models.BinaryField(null=True)
    mobile = models.BinaryField(null=True)
    row_digest = models.BinaryField(null=True)

    objects: ClassVar[models.Manager["StagedEnrolment"]] = models.Manager()

    class Meta:
        indexes = (
            # Of what most rows are, the rows are found in their order; these are for the others.
            models.Index(
                fields=["staging", "status", "line"],
                name="staged_status",
                condition=~models.Q(status="accept"),
            ),
            models.Index(
                fields=["staging", "change", "line"],
                name="staged_change",
                condition=~models.Q(change="new"),
            ),
        )

    @property
    def told_name(self) -> str:
        return self._opened("name")

    @property
    def told_number(self) -> str:
        return self._opened("number")

    def _opened(self, column: str) -> str:
        """What is sealed for the enrolment that the row is, or would be."""
        sealed = getattr(self, column)
        if sealed is None or self.enrolment_id is None:
            return ""
        enrolment = Enrolment(**{"id": self.enrolment_id, column: bytes(sealed)})
        return str(getattr(enrolment, column))


class Complaint(models.Model):
    """信息有误: a learner says what is wrong in an enrolment; a task of that study centre's officer."""

    class Stage(models.TextChoices):
        """How far the task has got."""

        OPEN = "open", _("待处理")
        SETTLED = "settled", _("已处理")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="complaints")
    text = SealedField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.OPEN)
    answer = models.TextField(blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Complaint"]] = models.Manager()

    class Meta:
        indexes = (models.Index(fields=["stage", "created_at"], name="complaint_open"),)
