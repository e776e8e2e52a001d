"""The learner's verbs: drafting, saving, submitting, withdrawing an outcome.

Who needs both takes the case before the outcome, as a decision does that takes effect: so nobody
waits for each other in a circle.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids, lifecycle
from creditbank.bank.accounts import openings
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.routing import place_of
from creditbank.bank.accounts.stages import Stage as AccountStage
from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.bank.files import uploads
from creditbank.bank.history import Actor, verb
from creditbank.bank.outcomes import checks, facts, letters, numbers
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import EDITABLE, Stage
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases, superiors
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.models import Kind as CaseKind

WORKING_DAYS = 10
_NOT_EDITABLE = _("这项学习成果已提交或已办结，不能再修改。")


@dataclass(frozen=True)
class Values:
    """What a learner says of an outcome; texts are stripped, empty means not given.

    `level` and, where the entry has marks, `mark` are codes of the entry. `obtained_on` is the
    first day that `obtained_precision` (day, month, year) leaves open. `extra` has texts by the
    codes of the entry's extra fields: choices by code, dates as YYYY-MM-DD.
    """

    kind: Kind
    title: str = ""
    issuer: str = ""
    level: str = ""
    score: Decimal | None = None
    mark: str = ""
    obtained_on: dt.date | None = None
    obtained_precision: str = "day"
    certificate_number: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    note: str = ""


@verb
def draft(
    account: Account,
    values: Values,
    *,
    by: Actor,
    certificate_type: CertificateType | None = None,
    outcome_id: UUID | None = None,
) -> Outcome:
    """Begin an outcome from a catalogue entry, or as 其他 where there is none.

    With an `outcome_id` made beforehand a form that is sent twice begins one outcome, not two:
    the second is refused with `moved_on`.
    """
    if account.stage != AccountStage.ACTIVE:
        raise Refused("account_not_active", _("账户尚未开通，暂不能添加学习成果。"))
    outcome = Outcome(
        id=outcome_id or ids.uuid7(),
        person_key=account.person_key,
        account=account,
        number=ids.public_number("S"),
        certificate_type=certificate_type,
    )
    write(outcome, values)
    try:
        with transaction.atomic():
            outcome.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("moved_on", _("这份表单已经提交过，请在“全部成果”中查看。")) from error
    return outcome


@verb
def save(outcome: Outcome, values: Values, *, by: Actor) -> Outcome:
    """Write what the learner typed; only drafts and returned ones can be edited."""
    locked = _locked(outcome)
    if locked.stage not in EDITABLE:
        raise Refused("not_editable", _NOT_EDITABLE)
    if write(locked, values):
        locked.save()
    return locked


@verb
def choose(outcome: Outcome, certificate_type: CertificateType | None, *, by: Actor) -> Outcome:
    """Make a draft or returned one an instance of another entry, or of 其他; what depends on it goes."""
    locked = _locked(outcome)
    if locked.stage not in EDITABLE:
        raise Refused("not_editable", _NOT_EDITABLE)
    locked.certificate_type = certificate_type
    kind = certificate_type.kind if certificate_type else locked.kind
    known = Values(kind, title=locked.title, issuer=locked.issuer, note=locked.note or "")
    write(locked, known)
    locked.save()
    return locked


@verb
def submit(outcome: Outcome, *, by: Actor) -> Outcome:
    """Hand an outcome in for review, or in again after a return. Due in 10 working days.

    Raises `checks.Incomplete` with all that is missing, `moved_on` where it was handed in already.
    """
    case = _held_case(outcome)
    locked = _locked(outcome)
    if locked.stage in EDITABLE:
        checks.require_complete(locked)
    hand_in(locked, case, by=by)
    outcome.stage, outcome.submitted_at = locked.stage, locked.submitted_at
    return locked


def hand_in(
    locked: Outcome,
    case: Case | None = None,
    *,
    also: Sequence[facts.Fact] = (),
    quietly: bool = False,
    by: Actor,
) -> None:
    """Have an outcome reviewed, as it is; `also` are facts that only the caller knows.

    `quietly`: the caller tells the learner, of several at once.
    """
    again = locked.stage == Stage.RETURNED
    move = "correct" if again else "submit"
    lifecycle.move(locked, move, submitted_at=clock.now(), stage_reason="")
    if locked.certificate_key is not None:
        openings.lock(bytes(locked.certificate_key))  # two claims at once see each other
    found = [*also, *facts.of(locked)]
    if again and case is not None:
        cases.resubmit(case, facts=found, by=by)
    else:
        case = _open_case(locked, found, by)
    superiors.settle_together(case, facts.rivals(locked), by=by)
    if not quietly:
        letters.submitted(locked)


@verb
def withdraw(outcome: Outcome, *, by: Actor) -> Outcome:
    """Take a submission back; the certificate number is free again.

    Refused with `moved_on` once somebody has decided, even while that can still be undone.
    """
    case = _held_case(outcome)
    if case is not None and outcome.may_be_withdrawn:
        cases.withdraw(case, by=by)
    lifecycle.move(outcome, "withdraw")
    return outcome


@verb
def discard(outcome: Outcome, *, by: Actor) -> None:
    """Throw away a draft that was never submitted, with its evidence."""
    locked = Outcome.objects.select_for_update().filter(pk=outcome.pk, stage=Stage.DRAFT).first()
    if locked is None:
        raise Refused("not_a_draft", _("只有草稿可以删除；已提交的请使用“撤回”。"))
    files = [row.file for row in locked.evidence.select_related("file__person_key")]
    locked.delete()
    for file in files:
        uploads.erase(file, by=by)


def _locked(outcome: Outcome) -> Outcome:
    return Outcome.objects.select_for_update().get(pk=outcome.pk)


def _held_case(outcome: Outcome) -> Case | None:
    case = cases.of(CaseKind.OUTCOME, outcome.pk)
    return Case.objects.select_for_update().get(pk=case.pk) if case else None


def _open_case(outcome: Outcome, found: list[facts.Fact], by: Actor) -> Case:
    document = outcome.account.documents.filter(current=True).first()
    opened: Case = cases.open(
        CaseKind.OUTCOME,
        subject_id=outcome.pk,
        person=outcome.account.user,
        account_number=outcome.account.number,
        fingerprint=bytes(document.fingerprint) if document else None,
        place=place_of(outcome.account),
        days=WORKING_DAYS,
        facts=found,
        by=by,
    )
    return opened


def write(outcome: Outcome, values: Values) -> bool:
    """Put the values on the row, without saving it; whether anything is different from before."""
    entry = outcome.certificate_type
    kind = entry.kind if entry else values.kind
    title = entry.name_zh if entry else values.title
    issuer = (entry.issuer_zh if entry else "") or values.issuer
    code = entry.code if entry else f"{kind.code}:{numbers.canonical(title)}"
    wanted: dict[str, Any] = {
        "kind_id": kind.code,
        "title": title,
        "issuer": issuer,
        "level": values.level,
        "score": values.score,
        "mark": values.mark,
        "obtained_on": values.obtained_on,
        "obtained_precision": values.obtained_precision,
        "certificate_number": values.certificate_number or None,
        "extra": json.dumps(values.extra, ensure_ascii=False) if values.extra else None,
        "note": values.note or None,
    }
    # Sealing again what is the same would look like a change to whoever reads the history.
    changed = {name: value for name, value in wanted.items() if getattr(outcome, name) != value}
    for name, value in changed.items():
        setattr(outcome, name, value)
    if changed:
        outcome.certificate_key = numbers.key(code, issuer, values.certificate_number)
        outcome.changed_at = clock.now()
    return bool(changed)
