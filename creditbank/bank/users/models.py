"""Tables of users: codes, links, recovery codes, sessions, the browsers they came with."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.keys import SealedField
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.messages.addressees import Addressee


class User(AbstractBaseUser):
    """A human who can sign in.

    `email` is sealed; `email_fingerprint` finds it, and reserves it once confirmed; `email_released`
    gives the reservation up again (an opening that was turned down). `label` is what
    histories show: an account number for a learner, name and post for staff (no personal value of
    a learner). An unusable password with `initial_until` set means: the first sign-in compares the
    initial password with the document number and asks for a one-time code.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person_key = models.ForeignKey(PersonKey, on_delete=models.PROTECT, related_name="+")
    name = SealedField(key="person_key")
    email = SealedField(key="person_key")
    email_fingerprint = models.BinaryField(null=True)
    email_fingerprint_next = models.BinaryField(null=True)
    email_confirmed_at = models.DateTimeField(null=True)
    email_released = models.BooleanField(default=False)
    label = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_staff_member = models.BooleanField(default=False)
    initial_until = models.DateTimeField(null=True)
    totp_secret = SealedField(key="person_key")
    totp_confirmed_at = models.DateTimeField(null=True)
    totp_last_step = models.BigIntegerField(default=0)
    session_salt = models.UUIDField(default=ids.uuid7)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[models.Manager["User"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["email_fingerprint"],
                condition=models.Q(email_confirmed_at__isnull=False, email_released=False),
                name="user_confirmed_email_once",
            ),
        )
        indexes = (models.Index(fields=["email_fingerprint"], name="user_email"),)

    @property
    def actor_id(self) -> str:
        """The id under which the history knows this user."""
        return str(self.pk)

    @property
    def actor_label(self) -> str:
        """What a reader of the history sees."""
        return self.label or str(self.pk)

    @property
    def addressee(self) -> Addressee:
        """Where messages to this user go."""
        return Addressee(self.pk, self.email, self.language)

    def get_session_auth_hash(self) -> str:
        """Ends every session when the password or the salt changes, initial passwords included."""
        return super().get_session_auth_hash() + self.session_salt.hex

    def get_session_auth_fallback_hash(self) -> Any:
        """Old secret keys end sessions too: simpler than keeping them, and rare."""
        return iter(())


class OneTimeCode(models.Model):
    """Six digits sent to an address: kept as a keyed digest, good once, for ten minutes."""

    class Purpose(models.TextChoices):
        """What a right code opens."""

        FIRST_SIGN_IN = "first_sign_in", _("首次登录")
        CONFIRM_EMAIL = "confirm_email", _("确认邮箱")
        CHANGE_EMAIL = "change_email", _("更换邮箱")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="codes")
    purpose = models.CharField(max_length=20, choices=Purpose)
    digest = models.BinaryField()
    attempts = models.SmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["OneTimeCode"]] = models.Manager()


class Link(models.Model):
    """A single-use link of a message: what it is for, whom it concerns, until when it works.

    Only a keyed digest of the token is kept.
    """

    class Purpose(models.TextChoices):
        """What following a link leads to."""

        RECOVERY = "recovery", _("找回密码")
        NOT_ME = "not_me", _("不是本人")
        VOUCH = "vouch", _("本人确认")
        STATUS = "status", _("查看进度")
        CONFIRM_EMAIL = "confirm_email", _("确认邮箱")
        RESUME = "resume", _("继续填写")
        REINSTATE = "reinstate", _("重新核验身份")
        INVITATION = "invitation", _("接受邀请")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    purpose = models.CharField(max_length=20, choices=Purpose)
    subject_id = models.UUIDField()
    digest = models.BinaryField(unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Link"]] = models.Manager()

    class Meta:
        indexes = (models.Index(fields=["subject_id", "purpose"], name="link_subject"),)


class RecoveryCode(models.Model):
    """A spare second factor, good once, kept as a keyed digest."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField()
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["RecoveryCode"]] = models.Manager()


class Session(AbstractBaseSession):
    """A browser's session; of somebody who has signed in also who, with what, since when.

    The columns follow from what the session holds whenever it is saved. `proof` must equal the
    user's session hash, else the session opens nothing any more. `handle` names it on pages: the
    key, which opens it, stands nowhere but in this row and in the browser's cookie.
    """

    handle = models.UUIDField(default=ids.uuid7, editable=False)
    user_id = models.UUIDField(null=True)
    proof = models.CharField(max_length=120, blank=True)
    agent = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (
            models.Index(
                fields=["user_id"], name="session_user", condition=models.Q(user_id__isnull=False)
            ),
        )


class Device(models.Model):
    """A browser that a user has signed in from; only a fingerprint of its cookie is kept."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    fingerprint = models.BinaryField()
    seen_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Device"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "fingerprint"], name="device_once_a_user"),
        )
