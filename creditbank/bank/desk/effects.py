"""What a decision does when its ten seconds are over."""

from uuid import UUID

import structlog

from creditbank.bank import jobs, lifecycle
from creditbank.bank.accounts.models import Account
from creditbank.bank.classes import deliveries
from creditbank.bank.classes import tasks as class_tasks
from creditbank.bank.deliveries import attachments
from creditbank.bank.deliveries import tasks as delivery_tasks
from creditbank.bank.desk import subjects
from creditbank.bank.history import SYSTEM, Actor, Someone, verb
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case, Decision, Kind, Verdict
from creditbank.bank.reviews.stages import DecisionStage

log = structlog.get_logger("desk")


def take_effect(decision_id: UUID) -> bool:
    """Carry out a pending decision; of any other, nothing. True when it took effect now.

    Where its subject refuses, the case waits again with a note, or ends if there is nothing left
    to decide.
    """
    rows = Decision.objects.select_related("case").filter(stage=DecisionStage.PENDING)
    decision = rows.filter(pk=decision_id).first()
    if decision is None:
        return False
    by = Someone(str(decision.by_id), decision.by_label)
    try:
        carry_out(decision, by=by, reason=_told(decision))
    except Refused as refusal:
        _not_now(decision, refusal)
        return False
    return True


@verb
def carry_out(decision: Decision, *, by: Actor, reason: str = "") -> None:
    """The subject's verb, the case's move and the decision's, all or nothing.

    Locks in the order of those who act on the subject: an outcome's case first; an account before
    its case, for approving it withdraws the cases of other openings. The decision always last.
    """
    case = decision.case
    if case.kind == Kind.OUTCOME:
        case = Case.objects.select_for_update().get(pk=case.pk)
    _answer(case, decision, by, reason)
    cases.answer(case, decision.verdict, at=decision.decided_at, by=by)
    lifecycle.move(decision, "take_effect")


@verb
def put_back(decision: Decision, *, obstacle: str, by: Actor, reason: str = "") -> None:
    """A decision its subject refused: the case waits again, or is over with its subject."""
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    lifecycle.move(decision, "refuse", obstacle=obstacle)
    if subjects.awaits(case, subjects.of(case)):
        cases.come_back(case, by=by, reason=obstacle)
    else:
        cases.overtake(case, by=by, reason=obstacle)


def _answer(case: Case, decision: Decision, by: Actor, reason: str) -> None:
    subject, verbs = subjects.of(case), subjects.verbs(case)
    if decision.verdict == Verdict.APPROVE:
        verbs.approve(subject, by=by)
        if isinstance(subject, Account):
            _fetch_what_waits(subject)
    elif decision.verdict == Verdict.RETURN:
        verbs.send_back(subject, decision.remarks, by=by, reason=reason)
    else:
        verbs.reject(subject, decision.remarks, by=by, reason=reason)


def _fetch_what_waits(account: Account) -> None:
    """Outcomes that came before the account was open."""
    if deliveries.undelivered(account).exists():
        jobs.defer(class_tasks.deliver, account_id=str(account.pk))
    if attachments.waiting(account).exists():
        jobs.defer(delivery_tasks.attach, account_id=str(account.pk))


def _not_now(decision: Decision, refusal: Refused) -> None:
    try:
        put_back(decision, obstacle=refusal.code, by=SYSTEM, reason=refusal.code)
    except Refused:
        # Undone or carried out meanwhile: there is nothing to put back.
        return
    log.warning("decision_refused", decision=str(decision.pk), obstacle=refusal.code)


def _told(decision: Decision) -> str:
    return "；".join(str(remark["text"]) for remark in decision.remarks)
