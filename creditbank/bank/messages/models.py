"""Tables of messages and of the attempts to send them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.keys import SealedField
from creditbank.bank.keys.models import PersonKey


class Message(models.Model):
    """One thing said to one person.

    `reader_id` is the user whose message centre shows it (None: an address only, such as the
    imported one). `letter` names a template pair `letters/<letter>.{subject,body}.txt`.
    `context` holds nothing that opens anything and no document number in full; `secrets` is sealed
    JSON merged into the context when sent, and wiped afterwards, as is the address. `hidden` names
    the secrets, so that readers of the message centre see where one stood. Nobody tries to send
    before `due_at`; whoever begins an attempt moves it on first.
    """

    class State(models.TextChoices):
        """How far the e-mail of a message has got."""

        WAITING = "waiting", _("待发送")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")
        NONE = "none", _("不发邮件")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person_key = models.ForeignKey(PersonKey, on_delete=models.PROTECT, null=True, related_name="+")
    reader_id = models.UUIDField(null=True)
    letter = models.CharField(max_length=60)
    version = models.SmallIntegerField(default=1)
    language = models.CharField(max_length=10, default="zh-hans")
    context = models.JSONField(default=dict)
    hidden = models.JSONField(default=list)
    address = SealedField()
    secrets = SealedField()
    email = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Message"]] = models.Manager()

    class Meta:
        indexes = (
            models.Index(fields=["reader_id", "-id"], name="message_reader"),
            models.Index(
                fields=["due_at"], name="message_waiting", condition=models.Q(email="waiting")
            ),
        )
