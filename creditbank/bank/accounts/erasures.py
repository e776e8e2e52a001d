"""Verbs that erase openings with which nobody went on: their scans, their rows, their key.

What the history holds of them is ciphertext, and nobody can read it afterwards.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from creditbank.bank import clock
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import ERASED, Stage
from creditbank.bank.files import uploads
from creditbank.bank.history import Actor, verb
from creditbank.bank.keys import persons
from creditbank.bank.reviews.models import Case, Kind
from creditbank.bank.users.models import Link

AFTER = dt.timedelta(days=30)
BATCH = 500


def due() -> QuerySet[Account]:
    """Openings that are to be erased: unfinished, unconfirmed or rejected for 30 days.

    A rejected one stays as long as any case about it is open or was closed less than 30 days ago.
    """
    before = clock.now() - AFTER
    about = Case.objects.filter(kind=Kind.ACCOUNT, subject_id=OuterRef("pk"))
    lately = about.filter(Q(closed_at=None) | Q(closed_at__gte=before))
    rows = Account.objects.filter(stage__in=ERASED, created_at__lt=before, opened_at=None)
    rows = rows.filter(Q(stage=Stage.DRAFT) | Q(submitted_at__lt=before))
    return rows.exclude(Exists(lately)).order_by("created_at")


@verb
def erase(account: Account, *, by: Actor) -> None:
    """Erase one opening; of one that has moved on, nothing."""
    row = Account.objects.select_for_update().filter(pk=account.pk, stage__in=ERASED).first()
    if row is None or row.opened_at is not None:
        return
    for scan in row.scans.select_related("file"):
        uploads.erase(scan.file, by=by)
    user, person_key = row.user, row.person_key
    Link.objects.filter(subject_id__in=[row.pk, user.pk]).delete()
    row.documents.all().delete()
    row.delete()
    user.delete()
    persons.destroy(person_key)
