"""The stages of a case and of a decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank.lifecycle import Moves


class Stage(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", _("待审核")
    DECIDED = "decided", _("已决定，待生效")
    WITH_LEARNER = "with_learner", _("待学习者补正")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


MOVES = Moves(
    {
        "decide": ({Stage.OPEN}, Stage.DECIDED),
        "undo": ({Stage.DECIDED}, Stage.OPEN),
        "return": ({Stage.DECIDED}, Stage.WITH_LEARNER),
        "close": ({Stage.DECIDED}, Stage.CLOSED),
        "resubmit": ({Stage.WITH_LEARNER}, Stage.OPEN),
        "withdraw": ({Stage.OPEN, Stage.WITH_LEARNER}, Stage.WITHDRAWN),
        # A decision that could not take effect: to be decided again, or its subject is gone.
        "come_back": ({Stage.DECIDED}, Stage.OPEN),
        "overtake": ({Stage.DECIDED}, Stage.WITHDRAWN),
    }
)


class DecisionStage(models.TextChoices):
    """Whether a decision has taken effect."""

    PENDING = "pending", _("待生效")
    EFFECTIVE = "effective", _("已生效")
    UNDONE = "undone", _("已撤回")
    REFUSED = "refused", _("未能生效")


DECISION_MOVES = Moves(
    {
        "undo": ({DecisionStage.PENDING}, DecisionStage.UNDONE),
        "take_effect": ({DecisionStage.PENDING}, DecisionStage.EFFECTIVE),
        "refuse": ({DecisionStage.PENDING}, DecisionStage.REFUSED),
    }
)
