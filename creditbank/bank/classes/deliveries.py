"""The verb by which outcomes of a class come to an account that is open."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from creditbank.bank.accounts.models import Account, Opening
from creditbank.bank.accounts.stages import Stage as AccountStage
from creditbank.bank.catalogue.models import CertificateType, Kind, OutcomeClass
from creditbank.bank.classes.models import ClassOutcome, Invitation, TrainingClass
from creditbank.bank.classes.stages import Stage
from creditbank.bank.history import Actor, verb
from creditbank.bank.keys import persons
from creditbank.bank.organisations.models import Capacity
from creditbank.bank.outcomes import deliveries, deposits
from creditbank.bank.outcomes.models import Outcome


@verb
def deliver(account: Account, *, by: Actor) -> int:
    """Deliver what the learner has agreed to; how many outcomes. Twice is as once.

    Nothing before the account is open: an opening that is not approved reserves nothing, and no
    certificate is claimed for a number that may be somebody else's.
    """
    rows = Account.objects.select_related("person_key", "user__person_key", "organisation")
    open_ = rows.filter(pk=account.pk, stage=AccountStage.ACTIVE).first()
    if open_ is None:
        return 0
    told = "person_key", "training_class__organisation"
    accepted = undelivered(open_).select_related(*told).select_for_update(of=("self",))
    return sum(_hand_over(row, open_, by=by) for row in accepted)


def undelivered(account: Account) -> QuerySet[Invitation]:
    """Invitations that were accepted and are not the account's own yet, with all that hangs on them.

    Also of a draft that became the reopening of this account, which was closed.
    """
    mine = Q(account_id=account.pk)
    prints = account.documents.filter(reserved=True).values("fingerprint")
    draft = Account.objects.filter(pk=OuterRef("account_id"))
    became = Q(fingerprint__in=prints) & ~Exists(draft)
    rows = Invitation.objects.filter(stage=Stage.ACCEPTED)
    rows = rows.filter(mine | became if account.opening == Opening.CLASS else mine)
    rows = rows.exclude(person_key=account.person_key_id).exclude(person_key__wrapped=b"")
    return rows.order_by("id")


def _hand_over(row: Invitation, account: Account, *, by: Actor) -> int:
    """From now on everything is sealed with the account's key, and goes when that goes."""
    own, name = row.person_key, row.name
    row.account_id, row.person_key = account.pk, account.person_key
    row.name = name
    row.save()
    outcomes = list(row.outcomes.filter(outcome=None).select_related("person_key"))
    for outcome in outcomes:
        _deliver(outcome, row.training_class, account, by=by)
    persons.destroy(own)
    return len(outcomes)


def facts(outcome: Outcome) -> list[dict[str, Any]]:
    """That an outcome came with a class's roster, if it did: for a reviewer, who sees no scan."""
    rows = ClassOutcome.objects.filter(outcome=outcome)
    told = rows.values_list("invitation__training_class__organisation__name_zh", flat=True)
    return [deliveries.fact(organisation) for organisation in told]


def entry_of(title: str) -> CertificateType | None:
    """The one entry of the catalogue that is called exactly so; None where none or several are."""
    called = Q(name_zh=title) | Q(aliases__contains=[title])
    rows = CertificateType.objects.filter(called, retired_on=None).select_related("kind")
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def _deliver(
    row: ClassOutcome, training_class: TrainingClass, account: Account, *, by: Actor
) -> None:
    entry = entry_of(row.title)
    row.outcome = deliveries.deliver(
        account,
        _values(row, training_class, entry),
        certificate_type=entry,
        credits_=row.credits,
        source=training_class.organisation,
        is_issuer=is_issuer(training_class, entry),
        by=by,
    )
    row.person_key, row.certificate_number = account.person_key, None
    row.save(update_fields=["outcome", "person_key", "certificate_number"])


def is_issuer(training_class: TrainingClass, entry: CertificateType | None) -> bool:
    """Whether the class's organisation is who issues this: of what is not listed, its own."""
    organisation = training_class.organisation
    if Capacity.ISSUER not in organisation.capacities:
        return False
    if entry is None:
        return True
    return organisation.code == entry.issuer_code or organisation.name_zh == entry.issuer_zh


def _values(
    row: ClassOutcome, training_class: TrainingClass, entry: CertificateType | None
) -> deposits.Values:
    return deposits.Values(
        kind=entry.kind if entry else _other(),
        title=row.title,
        issuer=training_class.organisation.name_zh,
        score=row.score,
        mark=_mark(row.mark, entry),
        obtained_on=row.obtained_on or training_class.ended_on,
        obtained_precision=row.obtained_precision,
        certificate_number=row.certificate_number or "",
    )


def _mark(told: str, entry: CertificateType | None) -> str:
    """The mark as told; of an entry with marks its code, else nothing that the entry does not know."""
    bands = entry.bands if entry else []
    if not bands:
        return told[:30]
    return next((band["code"] for band in bands if told and told == band["name_zh"]), "")


def _other() -> Kind:
    """其他 of non-formal education: what a training class is, where the catalogue says no more."""
    return Kind.objects.filter(outcome_class=OutcomeClass.NON_FORMAL, is_other=True)[0]
