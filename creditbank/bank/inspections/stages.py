"""The stages of an inspection and of a finding, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank.lifecycle import Moves


class Stage(models.TextChoices):
    """Where an inspection stands."""

    DRAWN = "drawn", _("已抽样")
    IN_PROGRESS = "in_progress", _("检查中")
    NOTIFIED = "notified", _("待整改")
    ANSWERED = "answered", _("已答复，待验收")
    CLOSED = "closed", _("已结束")


# What the branch is told of; before, the inspection is the inspector's own business.
TOLD = (Stage.NOTIFIED, Stage.ANSWERED, Stage.CLOSED)
AT_WORK = (Stage.DRAWN, Stage.IN_PROGRESS)

MOVES = Moves(
    {
        "begin": ({Stage.DRAWN, Stage.IN_PROGRESS}, Stage.IN_PROGRESS),
        "notify": ({Stage.IN_PROGRESS}, Stage.NOTIFIED),
        "answer": ({Stage.NOTIFIED}, Stage.ANSWERED),
        "send_back": ({Stage.ANSWERED}, Stage.NOTIFIED),
        "close": ({Stage.ANSWERED}, Stage.CLOSED),
        "close_clean": ({Stage.IN_PROGRESS}, Stage.CLOSED),
    }
)


class FindingStage(models.TextChoices):
    """Where a finding stands."""

    OPEN = "open", _("待整改")
    ANSWERED = "answered", _("已答复")
    RETURNED = "returned", _("退回整改")
    ACCEPTED = "accepted", _("已验收")


# What waits for the branch.
UNANSWERED = (FindingStage.OPEN, FindingStage.RETURNED)

FINDING_MOVES = Moves(
    {
        "answer": (UNANSWERED, FindingStage.ANSWERED),
        "send_back": ({FindingStage.ANSWERED}, FindingStage.RETURNED),
        "accept": ({FindingStage.ANSWERED}, FindingStage.ACCEPTED),
    }
)
