"""Appeals (申诉) of learners, whatever they are about: made here, read here by who decides them."""

import datetime as dt
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.utils.translation import gettext_lazy as _

from creditbank.bank.accounts import facts as account_facts
from creditbank.bank.accounts import letters as account_letters
from creditbank.bank.accounts.models import Account
from creditbank.bank.desk import queues
from creditbank.bank.desk.subjects import Subject
from creditbank.bank.history import Actor, verb
from creditbank.bank.outcomes import facts as outcome_facts
from creditbank.bank.outcomes import letters as outcome_letters
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import appeals, reasons
from creditbank.bank.reviews.models import Appeal, Case, Decision, Kind

_ROOMS: dict[str, tuple[ModuleType, ModuleType]] = {
    Kind.ACCOUNT.value: (account_facts, account_letters),
    Kind.OUTCOME.value: (outcome_facts, outcome_letters),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An appeal as its reviewer reads it: the learner's words, the decision, its reasons."""

    words: str
    against: Decision
    reasons: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a learner may do about a rejection, or has done: until when, and how far it has got."""

    until: dt.datetime
    provisional: bool
    refusal: Refused | None
    appeal: Appeal | None

    @property
    def may(self) -> bool:
        """Whether the learner may appeal now."""
        return self.refusal is None

    @property
    def is_waiting(self) -> bool:
        """Whether the appeal has not been answered yet."""
        return self.appeal is not None and self.appeal.case.closed_at is None


def standing(subject: Subject) -> Standing | None:
    """The same for a subject; None where nothing was rejected."""
    against = rejection(subject)
    if against is None:
        return None
    until, provisional = appeals.until(against)
    made = getattr(against, "appeal", None)
    return Standing(until, provisional, appeals.why_not(against), made)


def rejection(subject: Subject) -> Decision | None:
    """The decision against which the learner may appeal, or has; None where there is none."""
    if subject.stage != type(subject).moves.target("reject"):
        return None
    return appeals.rejection(_kind(subject), subject.pk)


@verb
def lodge(subject: Subject, words: str, *, by: Actor) -> Appeal:
    """Appeal, once and within 15 working days; somebody else decides within 10.

    Where nobody else is at the province, the case goes to the nearest organisation above.
    """
    rows: Any = type(subject).objects.select_for_update(of=("self",))
    locked = rows.select_related("person_key").get(pk=subject.pk)
    against = rejection(locked)
    if against is None:
        raise Refused("moved_on", _("这一项刚才已经有了变化，请刷新页面查看最新状态。"))
    facts, letters = _ROOMS[_kind(subject)]
    found = facts.of(subject)
    appeal: Appeal = appeals.lodge(against, words, person_key=locked.person_key, facts=found, by=by)
    queues.settle(appeal.case, by=by)
    letters.appealed(subject, appeal.case)
    return appeal


def of(case: Case) -> Told | None:
    """What a case appeals against; None of any other case. Only for whoever holds it."""
    appeal = Appeal.objects.filter(case=case).select_related("against", "person_key").first()
    if appeal is None:
        return None
    remarks = appeal.against.remarks
    told = [(reasons.label(case.kind, row["field"]), row["text"]) for row in remarks]
    return Told(appeal.words or "", appeal.against, told)


def _kind(subject: Subject) -> str:
    return Kind.ACCOUNT.value if isinstance(subject, Account) else Kind.OUTCOME.value
