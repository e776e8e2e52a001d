"""The stages of a run and the moves between them (domain, section 8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank.lifecycle import Moves


class Stage(models.TextChoices):
    """How far a run has got."""

    RECEIVED = "received", _("等待检查")
    CHECKING = "checking", _("正在检查")
    CHECKED = "checked", _("已检查，待确认")
    CONFIRMED = "confirmed", _("已确认，等待导入")
    MERGING = "merging", _("正在导入")
    MERGED = "merged", _("已导入")
    CANCELLED = "cancelled", _("已取消")
    REFUSED = "refused", _("无法读取")


# What a job is to do something about.
UNDER_WAY = (Stage.RECEIVED, Stage.CHECKING, Stage.CONFIRMED, Stage.MERGING)
ENDED = (Stage.MERGED, Stage.CANCELLED, Stage.REFUSED)

MOVES = Moves(
    {
        # What a killed process has begun begins again.
        "check": ({Stage.RECEIVED, Stage.CHECKING}, Stage.CHECKING),
        "answer": ({Stage.CHECKING}, Stage.CHECKED),
        "refuse": ({Stage.CHECKING}, Stage.REFUSED),
        "recheck": ({Stage.CHECKED, Stage.REFUSED}, Stage.RECEIVED),
        "confirm": ({Stage.CHECKED}, Stage.CONFIRMED),
        "merge": ({Stage.CONFIRMED, Stage.MERGING}, Stage.MERGING),
        "finish": ({Stage.MERGING}, Stage.MERGED),
        # What was confirmed is no longer what would be merged.
        "ask_again": ({Stage.MERGING}, Stage.CHECKED),
        "cancel": (
            {Stage.RECEIVED, Stage.CHECKING, Stage.CHECKED, Stage.CONFIRMED},
            Stage.CANCELLED,
        ),
    }
)


class Change(models.TextChoices):
    """What a row that is taken does to what is held."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("变更")
    UNCHANGED = "unchanged", _("无变化")


class Phase(models.TextChoices):
    """What a run is busy with, for a progress bar."""

    READING = "reading", _("读取并检查")
    COMPARING = "comparing", _("比对重复")
    MERGING = "merging", _("写入")
