"""The stages of an invitation and the moves between them (domain, section 3c)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank.lifecycle import Moves


class Stage(models.TextChoices):
    """Where an invitation stands."""

    INVITED = "invited", _("已邀请")
    ACCEPTED = "accepted", _("已接受")
    DECLINED = "declined", _("已谢绝")
    WITHDRAWN = "withdrawn", _("已撤销邀请")
    LAPSED = "lapsed", _("已失效")


MOVES = Moves(
    {
        "accept": ({Stage.INVITED}, Stage.ACCEPTED),
        "decline": ({Stage.INVITED}, Stage.DECLINED),
        "withdraw": ({Stage.INVITED, Stage.DECLINED}, Stage.WITHDRAWN),
        # An accepted one ends so when the opening that came of it was turned down and erased.
        "lapse": ({Stage.INVITED, Stage.ACCEPTED}, Stage.LAPSED),
    }
)
