"""Looking at what is sealed: scans and full numbers, only by whoever holds the case, written down."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from creditbank.bank.access import disclosures
from creditbank.bank.access.models import Disclosure
from creditbank.bank.accounts import holders
from creditbank.bank.desk import subjects
from creditbank.bank.files import uploads
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import verb
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import queue
from creditbank.bank.reviews.models import Case
from creditbank.bank.users.models import User

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes to be shown or saved, and what they are."""

    content: bytes
    content_type: str


@verb
def page(case: Case, file_id: UUID, number: int, size: str, *, by: User) -> Picture:
    """One page of a scan; the first look at a file during a lease is written down."""
    file = _file(case, file_id, by)
    content = uploads.open_page(file, number, size)
    _note_scan(case, file, by)
    return Picture(content, "image/jpeg")


@verb
def original(case: Case, file_id: UUID, *, by: User) -> Picture:
    """A file as it is kept, for saving only."""
    file = _file(case, file_id, by)
    content = uploads.open_original(file)
    _note_scan(case, file, by)
    return Picture(content, file.original_type)


@verb
def full_number(case: Case, *, reason: str, by: User) -> str:
    """The document number in full: a deliberate act, with who, whom, when and why."""
    if not reason.strip():
        raise Refused("reason_missing", _("请写明查看完整号码的原因。"), field="reason")
    _refuse_stranger(case, by)
    account = subjects.account_of(subjects.of(case))
    document = holders.document_of(account)
    disclosures.note(
        by=by,
        subject=document,
        what="number",
        reason=reason.strip()[:LONGEST],
        account_id=account.pk,
    )
    return document.number or ""


def _file(case: Case, file_id: UUID, by: User) -> StoredFile:
    _refuse_stranger(case, by)
    for file in subjects.files(subjects.of(case)):
        if file.pk == file_id:
            return file
    raise Refused("file_gone", _("这个文件已经删除，或者没有这一页。"))


def _note_scan(case: Case, file: StoredFile, by: User) -> None:
    begun = case.taken_until - queue.LEASE if case.taken_until else None
    noted = Disclosure.objects.filter(actor_id=by.actor_id, subject_id=file.pk, at__gte=begun)
    if not noted.exists():
        account = subjects.account_of(subjects.of(case))
        disclosures.note(
            by=by, subject=file, what="scan", account_id=account.pk, reason=case.number
        )


def _refuse_stranger(case: Case, by: User) -> None:
    if not queue.holds(case, by.pk):
        raise Refused("not_held", _("只有正在审核这一件的人可以查看。请先领取。"))
