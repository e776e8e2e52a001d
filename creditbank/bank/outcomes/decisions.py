"""What a reviewer's decision does to an outcome; called when the decision takes effect."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.history import Actor, verb
from creditbank.bank.outcomes import letters
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage
from creditbank.bank.refusals import Refused

Remarks = list[dict[str, Any]]
CLAIMED = _("这一证书编号已被另一份学习成果登记，不能重复存储。请先核实两份材料。")


def why_not_approve(outcome: Outcome) -> Refused | None:
    """What stands against an approval, as far as it can be known before deciding."""
    if outcome.certificate_key is None:
        return None
    taken = Outcome.objects.filter(certificate_key=outcome.certificate_key, stage=Stage.STORED)
    return Refused("claimed_elsewhere", CLAIMED) if taken.exclude(pk=outcome.pk).exists() else None


@verb
def approve(outcome: Outcome, *, by: Actor, move: str = "approve") -> None:
    """Store the outcome. A certificate that is stored already is refused, whoever was first.

    `move` is "uphold" where an appeal is granted.
    """
    try:
        with transaction.atomic():
            lifecycle.move(outcome, move, stored_at=clock.now(), stage_reason="")
    except IntegrityError as error:
        raise Refused("claimed_elsewhere", CLAIMED) from error
    letters.stored(outcome, appealed=move == "uphold")


@verb
def send_back(
    outcome: Outcome,
    remarks: Remarks,
    *,
    by: Actor,
    reason: str = "",
) -> None:
    """Ask the learner to correct what the remarks name."""
    lifecycle.move(outcome, "return", stage_reason=reason)
    letters.returned(outcome, remarks)


@verb
def reject(
    outcome: Outcome,
    remarks: Remarks,
    *,
    by: Actor,
    reason: str = "",
) -> None:
    """Turn the outcome down; its certificate number is free again."""
    lifecycle.move(outcome, "reject", stage_reason=reason)
    letters.rejected(outcome, remarks)
