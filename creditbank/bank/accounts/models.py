"""Tables of accounts and of the documents that prove who holds them."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.accounts.stages import (
    ERASED,
    MOVES,
    SUSPENSION_MOVES,
    Stage,
    SuspensionStage,
)
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.files.models import StoredFile
from creditbank.bank.keys import SealedField
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.lifecycle import Moves
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.portal.models import Agreement
from creditbank.bank.users.models import User


class Opening(models.TextChoices):
    """By which way an account was opened."""

    ACTIVATION = "activation", _("账户激活")
    REGISTRATION = "registration", _("账户注册")
    CLASS = "class", _("集体开户")


class Education(models.TextChoices):
    """The highest education somebody has finished."""

    PRIMARY = "primary", _("小学及以下")
    JUNIOR = "junior", _("初中")
    SENIOR = "senior", _("高中、中专、技校")
    COLLEGE = "college", _("大学专科")
    BACHELOR = "bachelor", _("大学本科")
    MASTER = "master", _("硕士研究生")
    DOCTOR = "doctor", _("博士研究生")


class Vouching(models.TextChoices):
    """What showed that an activation to another address is the learner's own."""

    SCAN = "scan", _("已上传证件扫描件")
    IN_PERSON = "in_person", _("工作人员已当面核对证件")
    LINK = "link", _("已由登记邮箱确认")


class Account(models.Model):
    """A learner's account (学银账户).

    `number` is public and shown instead of the document number. `organisation` routes the review
    (study centre of the enrolment, else the province of the region). `needs_vouching` is set when
    an activation names another address than the imported one (or there is none): approval then
    waits for an ID scan, an officer who saw the person, or a click from the imported address;
    `vouched_by` (a `Vouching`) tells which. `remarks` is what the last reviewer wrote, field by
    field (list of `{field, code, text}`), `stage_reason` why the account stands where it does. Sex and
    birth date are sealed: they follow from the number. `affiliation` is where the learner works or
    studies, in their own words; `region` is where a registration says they are.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person_key = models.ForeignKey(PersonKey, on_delete=models.PROTECT, related_name="+")
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="account")
    number = models.CharField(max_length=20, unique=True)
    stage = models.CharField(max_length=20, choices=Stage)
    opening = models.CharField(max_length=14, choices=Opening)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    enrolment_id = models.UUIDField(null=True)
    region = models.CharField(max_length=6, blank=True)
    name = SealedField(key="person_key")
    sex = SealedField(key="person_key")
    born_on = SealedField(key="person_key")
    mobile = SealedField(key="person_key")
    address = SealedField(key="person_key")
    education = models.CharField(max_length=30, blank=True, choices=Education)
    occupation = models.CharField(max_length=60, blank=True)
    affiliation = SealedField(key="person_key")
    needs_vouching = models.BooleanField(default=False)
    vouched_by = models.CharField(max_length=20, blank=True)
    vouched_at = models.DateTimeField(null=True)
    original_seen_by = models.CharField(max_length=120, blank=True)
    stage_reason = models.TextField(blank=True)
    remarks = models.JSONField(default=list)
    submitted_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now, db_default=Now())

    moves: ClassVar[Moves] = MOVES
    objects: ClassVar[models.Manager["Account"]] = models.Manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values), name="account_stage"
            ),
        )
        indexes = (
            models.Index(fields=["organisation", "stage"], name="account_place"),
            models.Index(fields=["enrolment_id"], name="account_enrolment"),
            models.Index(
                fields=["created_at"], name="account_to_erase", condition=models.Q(stage__in=ERASED)
            ),
        )

    def __str__(self) -> str:
        """The public number, never a name."""
        return self.number

    @property
    def is_activation(self) -> bool:
        """Whether the register vouches for it and an initial password opens it at first.

        Every other opening begins with a password of one's own and an address proved by a link.
        """
        return self.opening == Opening.ACTIVATION

    @property
    def actor_id(self) -> str:
        """A learner acts as the user behind the account."""
        return str(self.user_id)

    @property
    def actor_label(self) -> str:
        """Histories show the account number, never a name."""
        return self.number


class Document(models.Model):
    """An identity document of an account, current or former; former ones still find it.

    `reserved` is set on approval: from then on the number belongs to this account alone. Until
    then several openings may name the same number and are shown together to the reviewer.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person_key = models.ForeignKey(PersonKey, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=30)
    country = models.CharField(max_length=3, default="CHN")
    number = SealedField(key="person_key")
    fingerprint = models.BinaryField()
    fingerprint_next = models.BinaryField(null=True)
    reserved = models.BooleanField(default=False)
    current = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Document"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["fingerprint"], condition=models.Q(reserved=True), name="document_once"
            ),
            models.UniqueConstraint(
                fields=["fingerprint_next"],
                condition=models.Q(reserved=True),
                name="document_next_once",
            ),
        )
        indexes = (models.Index(fields=["fingerprint"], name="document_fingerprint"),)

    def __str__(self) -> str:
        """The kind alone: the number is sealed."""
        return self.kind


class Scan(models.Model):
    """A scan of an identity document, handed in with an opening or a correction."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="scans")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Scan"]] = models.Manager()

    def __str__(self) -> str:
        """Of which account."""
        return f"scan of {self.account_id}"


class Slip(models.Model):
    """What a visitor handed in at the activation page (受理单), until a job has carried it out.

    `scans` are ids of stored files. A slip lives for seconds and has no history: the account that
    comes of it has one.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    address = SealedField()
    scans = models.JSONField(default=list)
    handed_in_at = models.DateTimeField(default=clock.now, db_index=True)

    objects: ClassVar[models.Manager["Slip"]] = models.Manager()


class Suspension(models.Model):
    """A suspension that a reviewer proposed; a supervisor decides it, and lifts it again.

    `words` is the reason as the learner reads it, `answer` what the supervisor wrote with the
    decision, `lifted_because` why it ended. Not the learner's own 'not me': that one has no row.
    """

    class Ground(models.TextChoices):
        """What a suspension is proposed for."""

        IDENTITY = "identity", _("身份存疑")
        FALSE_PAPERS = "false_papers", _("材料涉嫌虚假")
        USED_BY_OTHERS = "used_by_others", _("账户被他人使用")
        OTHER = "other", _("其他原因")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="suspensions")
    stage = models.CharField(
        max_length=10, choices=SuspensionStage, default=SuspensionStage.PROPOSED
    )
    ground = models.CharField(max_length=20, choices=Ground)
    words = models.TextField()
    proposed_by_id = models.UUIDField()
    proposed_by_label = models.CharField(max_length=120)
    proposed_at = models.DateTimeField(default=clock.now)
    decided_by_label = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    lifted_by_label = models.CharField(max_length=120, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.TextField(blank=True)

    moves: ClassVar[Moves] = SUSPENSION_MOVES
    objects: ClassVar[models.Manager["Suspension"]] = models.Manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(stage__in=SuspensionStage.values), name="suspension_stage"
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(stage__in=["proposed", "in_force"]),
                name="suspension_one_at_a_time",
            ),
        )
        indexes = (models.Index(fields=["stage", "id"], name="suspension_list"),)

    def __str__(self) -> str:
        """Of which account."""
        return f"suspension of {self.account_id}"
