"""An officer's enquiry: where somebody within reach stands. State, deadline, reasons, nothing more.

Who is out of reach and who is not there are the same answer. Every look-up is written down.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from creditbank.bank import limits
from creditbank.bank.access import disclosures
from creditbank.bank.accounts import addresses, routing
from creditbank.bank.accounts.masks import mask_name
from creditbank.bank.accounts.models import Account
from creditbank.bank.calendar import working_days
from creditbank.bank.calendar.tables import Table
from creditbank.bank.enrolments import register
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import verb
from creditbank.bank.identity import read
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import clocks, reasons
from creditbank.bank.reviews.models import Case, Decision
from creditbank.bank.reviews.stages import DecisionStage
from creditbank.bank.reviews.stages import Stage as CaseStage

IN_AN_HOUR = 120
MOST = 20
# Names are sealed and found by reading them one by one; officers work at branches and study centres.
MOST_NAMES = 30_000
_RUNNING = frozenset({CaseStage.OPEN, CaseStage.DECIDED})


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission: its number, what it is, where it stands until when, what was said of it."""

    number: str
    kind: str
    stage: str
    label: str
    due_at: dt.datetime | None
    left: int
    provisional: bool
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody within reach, recognisable and no more. Without an account `number` is empty."""

    name: str
    place: Organisation
    number: str = ""
    stage: str = ""
    label: str = ""
    correctable: bool = False
    submissions: list[Submission] = field(default_factory=list)


def find(seat: Appointment, kind: str, typed: str) -> list[Person]:
    """Who is found by `document`, `number` (of an account or a submission) or `name`.

    Raises `Refused`: `too_many` (look-ups in an hour), `too_wide` (a name in too large a subtree),
    and what reading a document number refuses. Not to be called within a transaction.
    """
    limits.hit("people.find", str(seat.user_id), limit=IN_AN_HOUR, window=dt.timedelta(hours=1))
    below = seat.organisation
    by_kind = {"document": _by_document, "number": _by_number, "name": _by_name}
    accounts, enrolments = by_kind[kind](below, typed.strip())
    found: list[Person] = _tell(seat, kind, accounts, enrolments, by=seat.user)
    return found


Found = tuple[list[Account], list[Enrolment]]


def _by_document(below: Organisation, typed: str) -> Found:
    return _of_prints(below, [register.fingerprint_of(read(typed))])


def _by_number(below: Organisation, typed: str) -> Found:
    number = typed.upper()
    rows = routing.within(below)
    found = rows.filter(number=number) | rows.filter(outcomes__number=number)
    case = Case.objects.filter(number=number).first()
    if case is not None:
        found = rows.filter(user_id=case.person_id)
    return _loaded(found.distinct()), []


def _by_name(below: Organisation, typed: str) -> Found:
    wanted = "".join(typed.split())
    enrolled = Enrolment.objects.filter(study_centre__path__startswith=below.path)
    others = routing.within(below).filter(enrolment_id=None).select_related("person_key")
    if enrolled.count() + others.count() > MOST_NAMES:
        sentence = _("辖区太大，不能按姓名查找，请用证件号码、账户号或受理编号。")
        raise Refused("too_wide", sentence, field="typed")
    rows = enrolled.only("name", "fingerprint").iterator()
    same = [row for row in rows if row.name == wanted][:MOST]
    accounts, without = _of_prints(below, [bytes(row.fingerprint) for row in same])
    named = (row.pk for row in others.iterator() if row.name == wanted)
    more = _loaded(Account.objects.filter(pk__in=list(itertools.islice(named, MOST))))
    known = {account.pk for account in accounts}
    return [*accounts, *(row for row in more if row.pk not in known)], without


def _of_prints(below: Organisation, prints: list[bytes]) -> Found:
    """Accounts of these documents, and enrolments of those who have none."""
    accounts = _loaded(routing.within(below).filter(documents__fingerprint__in=prints).distinct())
    rows = Enrolment.objects.filter(
        fingerprint__in=prints, study_centre__path__startswith=below.path
    )
    opened = {
        bytes(one)
        for account in accounts
        for one in account.documents.values_list("fingerprint", flat=True)
    }
    rest = [
        row for row in rows.select_related("study_centre") if bytes(row.fingerprint) not in opened
    ]
    return accounts, rest[:MOST]


def _loaded(rows: Iterable[Account]) -> list[Account]:
    keys = [row.pk for row in rows]
    full = Account.objects.filter(pk__in=keys).select_related("person_key", "organisation", "user")
    return list(full.order_by("id")[:MOST])


@verb
def _tell(
    seat: Appointment,
    kind: str,
    accounts: list[Account],
    enrolments: list[Enrolment],
    *,
    by: object,
) -> list[Person]:
    """Answer, and write down the look at everybody who is told of, or that it found nobody."""
    who, reason = seat.user, str(_KINDS[kind])
    for account in accounts:
        disclosures.note(
            by=who, subject=account, what="lookup", reason=reason, account_id=account.pk
        )
    for row in enrolments:
        disclosures.note(by=who, subject=row, what="lookup", reason=reason)
    if not accounts and not enrolments:
        disclosures.note(by=who, subject=seat, what="lookup_nothing", reason=reason)
    table = working_days.table()
    people = [_person(account, table) for account in accounts]
    return people + [Person(mask_name(row.name or ""), row.study_centre) for row in enrolments]


_KINDS = {
    "document": _("按证件号码"),
    "number": _("按账户号或受理编号"),
    "name": _("按姓名"),
}


def _person(account: Account, table: Table) -> Person:
    return Person(
        mask_name(account.name or ""),
        account.organisation,
        number=account.number,
        stage=account.stage,
        label=str(account.get_stage_display()),
        correctable=account.stage in addresses.CORRECTABLE,
        submissions=list(_submissions(account, table)),
    )


def _submissions(account: Account, table: Table) -> Iterator[Submission]:
    outcomes = Outcome.objects.filter(account=account).exclude(stage="draft").order_by("-id")[:MOST]
    subjects: dict[UUID, Account | Outcome] = {account.pk: account}
    subjects |= {row.pk: row for row in outcomes}
    cases = Case.objects.filter(subject_id__in=subjects).order_by("id").prefetch_related("segments")
    latest = {case.subject_id: case for case in cases}
    said = _said(latest.values())
    for subject in subjects.values():
        if case := latest.get(subject.pk):
            yield _submission(subject, case, said.get(case.pk, []), table)


def _submission(
    subject: Account | Outcome, case: Case, said: list[str], table: Table
) -> Submission:
    negative = subject.stage in {"returned", "rejected"}
    because = [subject.stage_reason] if subject.stage_reason and not said else said
    return Submission(
        case.number,
        str(case.get_kind_display()),
        subject.stage,
        str(subject.get_stage_display()),
        case.due_at if case.stage in _RUNNING else None,
        clocks.left(case, table) if case.stage in _RUNNING else 0,
        case.due_provisional,
        because if negative or subject.stage == "suspended" else [],
    )


def _said(cases: Iterable[Case]) -> dict[UUID, list[str]]:
    """What the last decision on each case told the learner."""
    rows = Decision.objects.filter(case__in=list(cases), stage=DecisionStage.EFFECTIVE)
    return {
        row.case_id: [
            f"{reasons.label(row.case.kind, remark['field'])}：{remark['text']}"
            for remark in row.remarks
        ]
        for row in rows.select_related("case").order_by("decided_at")
    }
