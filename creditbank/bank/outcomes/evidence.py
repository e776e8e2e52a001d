"""Verbs on the scans of an outcome."""

from django.utils.translation import gettext_lazy as _

from creditbank.bank.files import uploads
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import Actor, verb
from creditbank.bank.outcomes.models import Evidence, Outcome
from creditbank.bank.outcomes.stages import EDITABLE
from creditbank.bank.refusals import Refused

MOST = uploads.MAX_FILES


def attach(outcome: Outcome, upload: uploads.Upload, *, by: Actor) -> Evidence:
    """Add a scan (JPEG, PNG, HEIC, PDF); it is re-encoded, sealed with the person's key.

    Taking a file apart may last seconds, so no row is locked meanwhile: what came between is found
    when the scan is joined, and the file is thrown away again. The same file twice is one scan.
    """
    _refuse_unless_open(outcome.stage, outcome.evidence.count())
    file = uploads.store(
        upload,
        purpose="evidence",
        person_key=outcome.person_key,
        owner_id=outcome.account_id,
        by=by,
    )
    try:
        evidence = _join(outcome, file, by=by)
    except Refused:
        uploads.erase(file, by=by)
        raise
    if evidence.file_id != file.pk:
        uploads.erase(file, by=by)
    return evidence


@verb
def remove(outcome: Outcome, evidence: Evidence, *, by: Actor) -> None:
    """Take a scan away again; its file is erased."""
    locked = Outcome.objects.select_for_update().get(pk=outcome.pk)
    _refuse_unless_open(locked.stage, 0)
    file = evidence.file
    evidence.delete()
    uploads.erase(file, by=by)


@verb
def _join(outcome: Outcome, file: StoredFile, *, by: Actor) -> Evidence:
    locked = Outcome.objects.select_for_update().get(pk=outcome.pk)
    held = list(locked.evidence.select_related("file"))
    same = next((row for row in held if bytes(row.file.digest) == bytes(file.digest)), None)
    if same is not None:
        return same
    _refuse_unless_open(locked.stage, len(held))
    position = held[-1].position + 1 if held else 0
    return Evidence.objects.create(outcome=locked, file=file, position=position)


def _refuse_unless_open(stage: str, held: int) -> None:
    if stage not in EDITABLE:
        raise Refused("not_editable", _("这项学习成果已提交或已办结，不能再修改。"))
    if held >= MOST:
        raise Refused("too_many_files", _("每项学习成果最多上传 10 份材料。"), field="evidence")
