"""Scans for staff: as a viewer lists them, and as bytes that no other page may keep."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from creditbank.bank.desk.looks import Picture
from creditbank.bank.files.models import StoredFile


def listed(
    files: Iterable[StoredFile], address: Callable[[UUID, int], str]
) -> Iterator[dict[str, str]]:
    """What `parts/viewer.html` shows of files; `address` gives that of a page of one."""
    # Never the name of the file: people name scans after their document number.
    for place, file in enumerate(files, start=1):
        for page in range(1, file.pages + 1):
            path = address(file.pk, page)
            name = _("扫描件 %(place)s") % {"place": place}
            if file.pages > 1:
                name = _("%(name)s · 第 %(page)s 页") % {"name": name, "page": page}
            yield {"name": name, "picture": path, "path": f"{path}?size=full"}


def served(picture: Picture, name: str, *, attachment: bool) -> HttpResponse:
    """The bytes under a name of ours; an original gets the ending of what it is."""
    if attachment:
        name += ".pdf" if picture.content_type == "application/pdf" else ".jpg"
    response = HttpResponse(picture.content, content_type=picture.content_type)
    disposition = content_disposition_header(as_attachment=attachment, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
