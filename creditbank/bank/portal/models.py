"""Tables of the portal: notices, guides, questions, contacts, the agreement and consents to it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.files.models import StoredFile
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.portal import texts
from creditbank.bank.revisions import Revised
from creditbank.bank.users.models import User


class _Bilingual(models.Model):
    """A row with texts in Chinese (`…_zh`) and perhaps in English (`…_en`)."""

    class Meta:
        abstract = True

    def told(self, name: str) -> texts.Told:
        """One of its texts for the reader, with the language it is in where that is another."""
        return texts.told(getattr(self, f"{name}_zh"), getattr(self, f"{name}_en"))


class NoticeSet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def public(self) -> "NoticeSet":
        """Those that everybody may read at this moment, the newest first."""
        now = clock.now()
        begun = self.of_the_portal().filter(withdrawn_at__isnull=True, publish_from__lte=now)
        ended = models.Q(publish_until__isnull=False, publish_until__lte=now)
        return begun.exclude(ended).order_by("-publish_from", "-id")

    def of_the_portal(self) -> "NoticeSet":
        """Those for everybody, in whatever state: no circulars."""
        return self.filter(sender__isnull=True)


class Notice(_Bilingual, Revised):
    """A notice (通知公告), public from `publish_from` until just before `publish_until`.

    Without a beginning it is a draft; without an end it stays. With a `sender` it is a circular (文件
    通知): that organisation addresses it to organisations below, and nobody else reads it.
    """

    class State(models.TextChoices):
        """Where a notice stands at this moment, by the clock."""

        DRAFT = "draft", _("草稿")
        SCHEDULED = "scheduled", _("定时发布")
        PUBLIC = "public", _("已发布")
        ENDED = "ended", _("已到期")
        WITHDRAWN = "withdrawn", _("已撤下")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    publish_from = models.DateTimeField(null=True)
    publish_until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Notice"]] = models.Manager.from_queryset(NoticeSet)()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(publish_until__isnull=True)
                | models.Q(publish_until__gt=models.F("publish_from")),
                name="notice_ends_after_it_begins",
            ),
        )
        indexes = (
            models.Index(
                fields=["-publish_from", "-id"],
                name="notice_public",
                condition=models.Q(withdrawn_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        """Give the title in the reader's language."""
        return self.told("title").text

    @property
    def state(self) -> "Notice.State":
        """Where it stands at this moment."""
        now = clock.now()
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        if self.publish_from is None:
            return self.State.DRAFT
        if self.publish_from > now:
            return self.State.SCHEDULED
        ended = self.publish_until is not None and self.publish_until <= now
        return self.State.ENDED if ended else self.State.PUBLIC


class Attachment(models.Model):
    """A file that a notice brings along; public as long as the notice is."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["Attachment"]] = models.Manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        """The name under which it is saved."""
        return self.file.download_name


class Addressing(models.Model):
    """An organisation to which a circular is addressed, perhaps with everything below it."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="addressings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    with_below = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Addressing"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["notice", "organisation"], name="addressing_once"),
        )

    def __str__(self) -> str:
        """Which circular, to whom."""
        return f"{self.notice_id} {self.organisation_id}"


class Reading(models.Model):
    """That somebody has read a circular, for which organisation, or was reminded of it."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Reading"]] = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["notice", "user"], name="reading_once"),)

    def __str__(self) -> str:
        """Which circular, who."""
        return f"{self.notice_id} {self.user_id}"


class Guide(_Bilingual, Revised):
    """A guide (办事指南), such as `activation`."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    code = models.SlugField(max_length=30, unique=True)
    position = models.SmallIntegerField(default=0)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)

    objects: ClassVar[models.Manager["Guide"]] = models.Manager()

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        """Give the title in the reader's language."""
        return self.told("title").text


class Topic(models.TextChoices):
    """What a question is about."""

    ACTIVATION = "activation", _("激活与登录")
    REGISTRATION = "registration", _("注册")
    STORAGE = "storage", _("存储学习成果")
    CONVERSION = "conversion", _("转换")
    GENERAL = "general", _("其他")


class Question(_Bilingual, Revised):
    """A question with its answer (常见问题); `code` is what links to it name."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    topic = models.CharField(max_length=12, choices=Topic)
    position = models.SmallIntegerField(default=0)
    question_zh = models.CharField(max_length=200)
    question_en = models.CharField(max_length=300, blank=True)
    answer_zh = models.TextField()
    answer_en = models.TextField(blank=True)
    is_public = models.BooleanField(default=True)

    objects: ClassVar[models.Manager["Question"]] = models.Manager()

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        """Give the question in the reader's language."""
        return self.told("question").text


class Contact(_Bilingual, Revised):
    """Where people turn to: hotline and address of the centre, a province, a certification centre."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="contact"
    )
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address_zh = models.CharField(max_length=200, blank=True)
    address_en = models.CharField(max_length=300, blank=True)
    hours_zh = models.CharField(max_length=120, blank=True)
    hours_en = models.CharField(max_length=200, blank=True)

    objects: ClassVar[models.Manager["Contact"]] = models.Manager()

    def __str__(self) -> str:
        """Whose contact it is."""
        return str(self.organisation)


class Agreement(models.Model):
    """A published version of 学分银行用户注册协议, in Markdown."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    version = models.PositiveSmallIntegerField(unique=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    published_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Agreement"]] = models.Manager()

    def __str__(self) -> str:
        """The version."""
        return f"version {self.version}"


class Consent(models.Model):
    """Somebody agreed to a version of the agreement. Append-only."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    account_id = models.UUIDField()
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Consent"]] = models.Manager()

    class Meta:
        indexes = (models.Index(fields=["account_id"], name="consent_account"),)

    def __str__(self) -> str:
        """Which account agreed, without a name."""
        return f"{self.account_id} at {self.at:%Y-%m-%d}"
