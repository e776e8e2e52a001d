"""What is reviewed: the row a case is about, its scans, and the verbs that answer it."""

from types import ModuleType

from creditbank.bank.accounts import appeals as account_appeals
from creditbank.bank.accounts import decisions as account_decisions
from creditbank.bank.accounts import reinstatements
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage as AccountStage
from creditbank.bank.files.models import StoredFile
from creditbank.bank.outcomes import appeals as outcome_appeals
from creditbank.bank.outcomes import decisions as outcome_decisions
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage as OutcomeStage
from creditbank.bank.reviews.models import Case, Kind, Matter

Subject = Account | Outcome

# Kind and matter of a case -> the verbs that answer it, and where its subject waits for them.
VERBS: dict[tuple[str, str], tuple[ModuleType, str]] = {
    (Kind.ACCOUNT, Matter.SUBMISSION): (account_decisions, AccountStage.PENDING_REVIEW),
    (Kind.ACCOUNT, Matter.APPEAL): (account_appeals, AccountStage.REJECTED),
    (Kind.ACCOUNT, Matter.IDENTITY): (reinstatements, AccountStage.SUSPENDED),
    (Kind.OUTCOME, Matter.SUBMISSION): (outcome_decisions, OutcomeStage.SUBMITTED),
    (Kind.OUTCOME, Matter.APPEAL): (outcome_appeals, OutcomeStage.REJECTED),
}


def verbs(case: Case) -> ModuleType:
    """The module whose verbs answer this case."""
    return VERBS[case.kind, case.matter][0]


def of(case: Case) -> Subject:
    """The account or outcome that a case is about."""
    if case.kind == Kind.ACCOUNT:
        rows = Account.objects.select_related("user__person_key", "person_key", "organisation")
        return rows.get(pk=case.subject_id)
    return (
        Outcome.objects.select_related(
            "account__user__person_key", "account__person_key", "account__organisation"
        )
        .select_related("person_key", "kind", "certificate_type")
        .get(pk=case.subject_id)
    )


def awaits(case: Case, subject: Subject) -> bool:
    """Whether the case's decision on its subject is still called for."""
    return subject.stage == VERBS[case.kind, case.matter][1]


def account_of(subject: Subject) -> Account:
    """The account that a subject is, or belongs to."""
    return subject if isinstance(subject, Account) else subject.account


def files(subject: Subject) -> list[StoredFile]:
    """The scans that were handed in with it, in order; erased ones left out."""
    if isinstance(subject, Account):
        scans = subject.scans.order_by("created_at", "id").select_related("file__person_key")
        found = [row.file for row in scans]
    else:
        found = [row.file for row in subject.evidence.select_related("file__person_key")]
    return [file for file in found if not file.is_erased]
