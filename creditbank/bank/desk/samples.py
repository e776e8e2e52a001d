"""Sampled cases opened for their inspector: every look is a disclosure, the inspection its reason."""

import datetime as dt
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.access import disclosures
from creditbank.bank.access.models import Disclosure
from creditbank.bank.accounts.models import Account
from creditbank.bank.desk import sheets, subjects
from creditbank.bank.desk.looks import Picture
from creditbank.bank.desk.subjects import Subject
from creditbank.bank.files import uploads
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import verb
from creditbank.bank.inspections.models import Sampled
from creditbank.bank.inspections.stages import Stage
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.refusals import Refused
from creditbank.bank.users.models import User

# Who goes back and forth between the cases of an inspection looks once.
ONE_LOOK = dt.timedelta(hours=12)


@verb
def look(sampled: Sampled, *, by: User) -> sheets.Sheet | None:
    """The case as its reviewer saw it, and written down; None where there is no reason left.

    That is after the end of the inspection, and where the person was erased.
    """
    subject = _subject(sampled)
    if subject is None:
        return None
    _note(sampled, subject, subject, "inspection", by)
    return sheets.load(sampled.case)


@verb
def page(sampled: Sampled, file_id: UUID, number: int, size: str, *, by: User) -> Picture:
    """One page of a scan. Refused: `file_gone`."""
    file, subject = _file(sampled, file_id)
    content = uploads.open_page(file, number, size)
    _note(sampled, subject, file, "scan", by)
    return Picture(content, "image/jpeg")


@verb
def original(sampled: Sampled, file_id: UUID, *, by: User) -> Picture:
    """A file as it is kept, for saving only. Refused: `file_gone`."""
    file, subject = _file(sampled, file_id)
    content = uploads.open_original(file)
    _note(sampled, subject, file, "scan", by)
    return Picture(content, file.original_type)


def _subject(sampled: Sampled) -> Subject | None:
    if sampled.inspection.stage == Stage.CLOSED:
        return None
    try:
        subject = subjects.of(sampled.case)
    except (Account.DoesNotExist, Outcome.DoesNotExist):
        return None
    return None if subjects.account_of(subject).person_key.is_destroyed else subject


def _file(sampled: Sampled, file_id: UUID) -> tuple[StoredFile, Subject]:
    subject = _subject(sampled)
    for file in subjects.files(subject) if subject else ():
        if subject and file.pk == file_id:
            return file, subject
    raise Refused("file_gone", _("这个文件已经删除，或者没有这一页。"))


def _note(sampled: Sampled, subject: Subject, row: models.Model, what: str, by: User) -> None:
    number, account = sampled.inspection.number, subjects.account_of(subject)
    looks = Disclosure.objects.filter(account_id=account.pk, at__gte=clock.now() - ONE_LOOK)
    if not looks.filter(actor_id=by.actor_id, subject_id=row.pk, reason=number).exists():
        disclosures.note(by=by, subject=row, what=what, reason=number, account_id=account.pk)
