"""Verbs by which an enrolment of the register is attached to the account of its student.

They meet by the fingerprint of the identity document. A roster knows nothing of accounts: what it
brought for people who registered before is picked up from here.
"""

from django.db.models import Exists, OuterRef, QuerySet

from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments import register
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import Actor, verb

BATCH = 500


def attach(account: Account) -> None:
    """Attach the leading enrolment, if there is one: from now on its study centre routes."""
    prints = account.documents.filter(reserved=True).values_list("fingerprint", flat=True)
    found = next(filter(None, (register.leading(bytes(print_)) for print_ in prints)), None)
    if found and account.enrolment_id is None:
        account.enrolment_id, account.organisation = found.pk, found.study_centre
        account.save(update_fields=["enrolment_id", "organisation"])


def attach_all(*, by: Actor) -> int:
    """Attach what rosters brought for open accounts that have no enrolment yet; give how many."""
    done = 0
    while batch := list(_unattached()[:BATCH]):
        attach_batch(batch, by=by)
        done += len(batch)
    return done


@verb
def attach_batch(batch: list[Account], *, by: Actor) -> None:
    """Attach to these accounts."""
    for account in Account.objects.select_for_update().filter(pk__in=[row.pk for row in batch]):
        attach(account)


def _unattached() -> QuerySet[Account]:
    enrolled = Enrolment.objects.filter(fingerprint=OuterRef("fingerprint"))
    mine = Document.objects.filter(account=OuterRef("pk"), reserved=True).filter(Exists(enrolled))
    rows = Account.objects.filter(stage=Stage.ACTIVE, enrolment_id=None)
    return rows.filter(Exists(mine)).order_by("pk")
