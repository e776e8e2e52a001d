"""Verbs on the files that a notice brings along."""

from django.utils.translation import gettext_lazy as _

from creditbank.bank.files import uploads
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import Actor, verb
from creditbank.bank.portal.models import Attachment, Notice
from creditbank.bank.refusals import Refused

MOST = uploads.MAX_FILES


def attach(notice: Notice, upload: uploads.Upload, *, by: Actor) -> Attachment:
    """Add a file (JPEG, PNG, HEIC, PDF) to a notice; taking it apart may last seconds."""
    _refuse_too_many(notice)
    file = uploads.store(upload, purpose="notice", person_key=None, owner_id=notice.pk, by=by)
    return _join(notice, file, by=by)


@verb
def remove(attachment: Attachment, *, by: Actor) -> None:
    """Take a file away again; it is erased."""
    file = attachment.file
    attachment.delete()
    uploads.erase(file, by=by)


@verb
def _join(notice: Notice, file: StoredFile, *, by: Actor) -> Attachment:
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    _refuse_too_many(locked)
    return Attachment.objects.create(notice=locked, file=file)


def _refuse_too_many(notice: Notice) -> None:
    if notice.attachments.count() >= MOST:
        raise Refused("too_many_files", _("每篇公告最多 10 个附件。"), field="file")
