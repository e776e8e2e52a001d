"""The stages of an account and the moves between them (domain, section 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank.lifecycle import Moves


class Stage(models.TextChoices):
    """Where an account stands."""

    DRAFT = "draft", _("草稿")
    EMAIL_UNCONFIRMED = "email_unconfirmed", _("待确认邮箱")
    PENDING_REVIEW = "pending_review", _("待审核")
    RETURNED = "returned", _("退回补正")
    REJECTED = "rejected", _("不通过")
    ACTIVE = "active", _("已开通")
    SUSPENDED = "suspended", _("已暂停")
    CLOSED = "closed", _("已注销")


# Decided on by nobody yet: these are held side by side where they name the same document.
UNDECIDED = (Stage.PENDING_REVIEW, Stage.RETURNED)
# What reserves nothing, and is erased when nobody goes on with it.
ERASED = (Stage.DRAFT, Stage.EMAIL_UNCONFIRMED, Stage.REJECTED)

MOVES = Moves(
    {
        "submit": ({Stage.DRAFT}, Stage.EMAIL_UNCONFIRMED),
        "confirm_email": ({Stage.EMAIL_UNCONFIRMED}, Stage.PENDING_REVIEW),
        "approve": ({Stage.PENDING_REVIEW}, Stage.ACTIVE),
        "return": ({Stage.PENDING_REVIEW}, Stage.RETURNED),
        "reject": ({Stage.PENDING_REVIEW}, Stage.REJECTED),
        "correct": ({Stage.RETURNED}, Stage.PENDING_REVIEW),
        # An appeal is decided while the account stands where it was put.
        "uphold": ({Stage.REJECTED}, Stage.ACTIVE),
        "dismiss": ({Stage.REJECTED}, Stage.REJECTED),
        "object": ({Stage.EMAIL_UNCONFIRMED, *UNDECIDED}, Stage.REJECTED),
        "supersede": (UNDECIDED, Stage.REJECTED),
        "turn_away": ({Stage.EMAIL_UNCONFIRMED}, Stage.REJECTED),
        "suspend": ({Stage.ACTIVE}, Stage.SUSPENDED),
        "reinstate": ({Stage.SUSPENDED}, Stage.ACTIVE),
        "stay_suspended": ({Stage.SUSPENDED}, Stage.SUSPENDED),
        "close": ({Stage.ACTIVE, Stage.SUSPENDED}, Stage.CLOSED),
        # A reopening that was rejected may be tried again: the number is this account's.
        "reopen": ({Stage.CLOSED, Stage.REJECTED}, Stage.PENDING_REVIEW),
    }
)


class SuspensionStage(models.TextChoices):
    """Where a suspension stands that somebody proposed."""

    PROPOSED = "proposed", _("待决定")
    IN_FORCE = "in_force", _("已暂停账户")
    DECLINED = "declined", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")
    LIFTED = "lifted", _("已解除")


SUSPENSION_MOVES = Moves(
    {
        "confirm": ({SuspensionStage.PROPOSED}, SuspensionStage.IN_FORCE),
        "decline": ({SuspensionStage.PROPOSED}, SuspensionStage.DECLINED),
        "withdraw": ({SuspensionStage.PROPOSED}, SuspensionStage.WITHDRAWN),
        "lift": ({SuspensionStage.IN_FORCE}, SuspensionStage.LIFTED),
    }
)
