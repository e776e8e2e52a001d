"""Decisions of the demo's reviewers, made and effective in the past."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from creditbank.bank import clock
from creditbank.bank.desk import decisions, effects
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind, Verdict
from creditbank.bank.users.models import User

VERDICTS = {"returned": Verdict.RETURN, "rejected": Verdict.REJECT}


def decide(
    kind: Kind,
    subject_id: UUID,
    end: str,
    remarks: Sequence[dict[str, Any]],
    reviewer: User,
    at: dt.datetime,
) -> None:
    """Let a submission end as told (anything but returned and rejected is approved)."""
    case = cases.of(kind, subject_id)
    if case is None:
        raise LookupError(subject_id)
    with clock.frozen(at):
        decision = decisions.decide(case, VERDICTS.get(end, Verdict.APPROVE), remarks, by=reviewer)
    with clock.frozen(at + dt.timedelta(seconds=11)):
        effects.take_effect(decision.pk)
