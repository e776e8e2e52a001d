"""Tables of the register, and of what learners say is wrong in it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.enrolments.statuses import Status
from creditbank.bank.imports.models import Run
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
