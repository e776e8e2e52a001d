"""Verbs on uploads: store, open, hand over, erase."""

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids, jobs, keys
from creditbank.bank.files import fence, sealing, tasks
from creditbank.bank.files.models import StoredFile
from creditbank.bank.files.storage import storage
from creditbank.bank.history import Actor, verb
from creditbank.bank.history.causes import caused
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.refusals import Refused

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 10
LONGEST_NAME = 120

FULL, PREVIEW = "full", "preview"


@dataclass(frozen=True)
class OwnPicture:
    """A picture that the bank itself drew (samples): nothing hostile to take apart.

    No browser can send one. Stands where an `Upload` does; `made` holds both renditions.
    """

    name: str
    made: fence.Examined

    def read(self, num_bytes: int | None = None, /) -> bytes:
        """Give the picture in full size."""
        return self.made.renditions[f"1-{FULL}"][:num_bytes]


class Upload(Protocol):
    """What a browser sent; Django's `UploadedFile` is one."""

    @property
    def name(self) -> str | None:
        """The name the sender gave; nothing but a label."""
        ...

    def read(self, num_bytes: int | None = None, /) -> bytes:
        """Give at most so many of the remaining bytes."""
        ...


def store(
    upload: Upload,
    *,
    purpose: str,
    person_key: PersonKey | None,
    by: Actor,
    owner_id: UUID | None = None,
) -> StoredFile:
    """Take an upload apart and keep its clean renditions, sealed; raises `Refused`.

    What comes of a file name or content type is ignored: the bytes decide. Taking it apart may last
    seconds and happens before the transaction begins.
    """
    files = store_all([upload], purpose=purpose, person_key=person_key, by=by, owner_id=owner_id)
    return files[0]


def store_all(
    uploads: Sequence[Upload],
    *,
    purpose: str,
    person_key: PersonKey | None,
    by: Actor,
    owner_id: UUID | None = None,
    already: int = 0,
) -> list[StoredFile]:
    """Store several uploads or none of them; `already` counts what the submission has."""
    if already + len(uploads) > MAX_FILES:
        sentence = _("一次提交最多 %(limit)s 个文件。请删去一些，或合并成一个 PDF。")
        raise Refused("too_many_files", sentence % {"limit": MAX_FILES})
    examined = [(clean_name(upload.name), *_examined(upload)) for upload in uploads]
    with caused(by, "files.uploads.store"):
        return [
            _kept(name, made, digest, purpose, person_key, owner_id)
            for name, made, digest in examined
        ]


def open_page(file: StoredFile, page: int, size: str = PREVIEW) -> bytes:
    """One page as a JPEG picture: `preview` (1200 px) or `full`; raises `Refused("file_gone")`."""
    if size not in {FULL, PREVIEW} or not 1 <= page <= file.pages:
        raise _gone()
    return _opened(file, f"{page}-{size}")


def open_original(file: StoredFile) -> bytes:
    """What is downloaded, as attachment only: a PDF as uploaded, a picture as re-encoded.

    Content type: `file.original_type`; name: `file.download_name`.
    """
    return _opened(file, "original" if file.kind == "pdf" else f"1-{FULL}")


@verb
def hand_over(
    file: StoredFile,
    *,
    owner_id: UUID,
    person_key: PersonKey | None,
    by: Actor,
) -> StoredFile:
    """Give a file that was uploaded on the way to its owner: re-wrap its key, bytes stay."""
    if file.is_erased:
        raise _gone()
    file.sealed_key = sealing.seal_key(file.key, person_key, file.id)
    file.person_key = person_key
    file.owner_id = owner_id
    file.save(update_fields=["sealed_key", "person_key", "owner_id"])
    return file


@verb
def erase(file: StoredFile, *, by: Actor) -> StoredFile:
    """Throw the file's key away now and its bytes after the commit; twice is as once."""
    erased_at = clock.now()
    changed = StoredFile.objects.filter(pk=file.pk, erased_at__isnull=True).update(
        erased_at=erased_at, sealed_key=b"", sealed_name=b""
    )
    if changed:
        jobs.defer(tasks.delete_renditions, file_id=str(file.pk))
    file.refresh_from_db()
    return file


@verb
def erase_all(owner_id: UUID, *, by: Actor) -> None:
    """Erase everything that belongs to somebody."""
    for file in StoredFile.objects.filter(owner_id=owner_id, erased_at__isnull=True):
        erase(file, by=by)


def clean_name(name: str | None) -> str:
    """The label a person gave, without folders, control characters and surrounding space."""
    last = unicodedata.normalize("NFC", name or "").replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    return kept[-LONGEST_NAME:]


def _examined(upload: Upload) -> tuple[fence.Examined, bytes]:
    data = upload.read(MAX_BYTES + 1)
    if not data:
        raise fence.refusal("empty")
    if len(data) > MAX_BYTES:
        raise fence.refusal("too_many_bytes")
    digest = keys.fingerprint("file", hashlib.sha256(data).hexdigest())
    return upload.made if isinstance(upload, OwnPicture) else fence.examine(data), digest


def _kept(
    name: str,
    made: fence.Examined,
    digest: bytes,
    purpose: str,
    person_key: PersonKey | None,
    owner_id: UUID | None,
) -> StoredFile:
    file_id, file_key, path = ids.uuid7(), sealing.new_key(), random_path()
    for part, content in made.renditions.items():
        storage().save(f"{path}.{part}", sealing.seal_part(content, file_key, file_id, part))
    return StoredFile.objects.create(
        id=file_id,
        person_key=person_key,
        owner_id=owner_id,
        purpose=purpose,
        path=path,
        kind=made.kind,
        pages=made.pages,
        width=made.width,
        height=made.height,
        size=sum(map(len, made.renditions.values())),
        digest=digest,
        sealed_key=sealing.seal_key(file_key, person_key, file_id),
        sealed_name=sealing.seal_name(name, file_key, file_id),
    )


def _opened(file: StoredFile, part: str) -> bytes:
    if file.is_erased:
        raise _gone()
    try:
        return sealing.open_part(storage().read(f"{file.path}.{part}"), file.key, file.id, part)
    except (FileNotFoundError, keys.Unreadable) as error:
        raise _gone() from error


def _gone() -> Refused:
    return Refused("file_gone", _("这个文件已经删除，或者没有这一页。"))


def random_path() -> str:
    """Where a file's bytes lie: nothing of it can be guessed."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name[2:4]}/{name[4:]}"
