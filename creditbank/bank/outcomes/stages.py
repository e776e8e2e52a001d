"""The stages of an outcome and the moves between them (domain, section 4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank.lifecycle import Moves


class Stage(models.TextChoices):
    """Where an outcome stands."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("退回补正")
    STORED = "stored", _("已存储")
    REJECTED = "rejected", _("不通过")
    WITHDRAWN = "withdrawn", _("已撤回")
    REVOKED = "revoked", _("已撤销")
    EXPIRED = "expired", _("已过期")


EDITABLE = (Stage.DRAFT, Stage.RETURNED)

MOVES = Moves(
    {
        "submit": ({Stage.DRAFT}, Stage.SUBMITTED),
        "correct": ({Stage.RETURNED}, Stage.SUBMITTED),
        "withdraw": ({Stage.SUBMITTED, Stage.RETURNED}, Stage.WITHDRAWN),
        "approve": ({Stage.SUBMITTED}, Stage.STORED),
        # Told by who issued it: there is nothing to review.
        "deliver": ({Stage.DRAFT}, Stage.STORED),
        "return": ({Stage.SUBMITTED}, Stage.RETURNED),
        "reject": ({Stage.SUBMITTED}, Stage.REJECTED),
        # An appeal is decided while the outcome stands where it was put.
        "uphold": ({Stage.REJECTED}, Stage.STORED),
        "dismiss": ({Stage.REJECTED}, Stage.REJECTED),
        "revoke": ({Stage.STORED}, Stage.REVOKED),
        "expire": ({Stage.STORED}, Stage.EXPIRED),
    }
)
