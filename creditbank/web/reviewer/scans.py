"""Scans, shown to nobody but who holds the case; of every other one there is nothing here."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from creditbank.bank.access.permissions import Permission
from creditbank.bank.desk import looks
from creditbank.bank.files import uploads
from creditbank.bank.refusals import Refused
from creditbank.web import gates, pictures
from creditbank.web.reviewer.reach import found


@gates.staff(Permission.REVIEW)
@require_safe
def page(request: gates.StaffRequest, number: str, file_id: UUID, page: int) -> HttpResponse:
    """One page as a picture; `?size=full` for the small print."""
    case = found(request, number)
    size = uploads.FULL if request.GET.get("size") == uploads.FULL else uploads.PREVIEW
    try:
        picture = looks.page(case, file_id, page, size, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
    return pictures.served(picture, f"{number}-{page}.jpg", attachment=False)


@gates.staff(Permission.REVIEW)
@require_safe
def original(request: gates.StaffRequest, number: str, file_id: UUID) -> HttpResponse:
    """What was uploaded, to be saved and never to be opened in the browser."""
    case = found(request, number)
    try:
        picture = looks.original(case, file_id, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
    return pictures.served(picture, number, attachment=True)
