"""Verbs by which an enrolment of the register is attached to the account of its student.

They meet by the fingerprint of the identity document. A roster knows nothing of accounts: what it
brought for people who registered before is picked up from here.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments import register
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import Actor, verb

BATCH = 500


def attach(account: Account) -> None:
    """Attach the leading enrolment, if there is one: from now on its study centre routes."""
    if account.enrolment_id is None:
        _follow(account)


def attach_all(*, by: Actor) -> int:
    """Attach what rosters brought for open accounts that have no enrolment yet; give how many."""
    done = 0
    while batch := list(_unattached()[:BATCH]):
        attach_batch(batch, by=by)
        done += len(batch)
    return done


def follow_all(*, by: Actor) -> int:
    """Let accounts follow what rosters changed: belong where their leading enrolment is; how many."""
    done, last = 0, None
    while batch := list(_left_behind(last)[:BATCH]):
        done, last = done + follow_batch(batch, by=by), batch[-1].pk
    return done


@verb
def follow_batch(batch: list[Account], *, by: Actor) -> int:
    """Bring these accounts to their leading enrolments; give how many changed."""
    rows = Account.objects.select_for_update().filter(pk__in=[row.pk for row in batch])
    return sum(_follow(account) for account in rows.order_by("pk"))


@verb
def attach_batch(batch: list[Account], *, by: Actor) -> None:
    """Attach to these accounts."""
    for account in Account.objects.select_for_update().filter(pk__in=[row.pk for row in batch]):
        attach(account)


def _follow(account: Account) -> bool:
    prints = account.documents.filter(reserved=True).values_list("fingerprint", flat=True)
    found = next(filter(None, (register.leading(bytes(print_)) for print_ in prints)), None)
    there = found and (found.pk, found.study_centre_id)
    if found is None or there == (account.enrolment_id, account.organisation_id):
        return False
    account.enrolment_id, account.organisation = found.pk, found.study_centre
    account.save(update_fields=["enrolment_id", "organisation"])
    return True


def _left_behind(after: UUID | None) -> QuerySet[Account]:
    """Open accounts whose enrolment was moved, or has ended while another one is open."""
    mine = Enrolment.objects.filter(pk=OuterRef("enrolment_id"))
    moved = mine.exclude(study_centre=OuterRef("organisation"))
    studying = Enrolment.objects.filter(
        fingerprint=OuterRef("fingerprint"), status=Enrolment.Status.STUDYING
    )
    ended = mine.exclude(status=Enrolment.Status.STUDYING).filter(Exists(studying))
    rows = Account.objects.filter(stage__in=(Stage.ACTIVE, Stage.SUSPENDED))
    rows = rows.filter(Exists(moved) | Exists(ended)).order_by("pk")
    return rows.filter(pk__gt=after) if after else rows


def _unattached() -> QuerySet[Account]:
    enrolled = Enrolment.objects.filter(fingerprint=OuterRef("fingerprint"))
    mine = Document.objects.filter(account=OuterRef("pk"), reserved=True).filter(Exists(enrolled))
    rows = Account.objects.filter(stage=Stage.ACTIVE, enrolment_id=None)
    return rows.filter(Exists(mine)).order_by("pk")
