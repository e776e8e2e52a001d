"""Scans, shown to nobody but their owner; a file that is not theirs is not found."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from creditbank.bank.files import uploads
from creditbank.bank.files.models import StoredFile
from creditbank.bank.outcomes.models import Evidence
from creditbank.bank.refusals import Refused
from creditbank.web import gates


@gates.learner
@require_safe
def page(request: gates.LearnerRequest, number: str, evidence_id: UUID, page: int) -> HttpResponse:
    """One page as a picture; `?size=full` for reading the small print."""
    size = uploads.FULL if request.GET.get("size") == uploads.FULL else uploads.PREVIEW
    try:
        picture = uploads.open_page(_file(request, number, evidence_id), page, size)
    except Refused as gone:
        raise Http404 from gone
    return _private(HttpResponse(picture, content_type="image/jpeg"))


@gates.learner
@require_safe
def original(request: gates.LearnerRequest, number: str, evidence_id: UUID) -> HttpResponse:
    """What was uploaded, to be saved and never to be opened in the browser."""
    file = _file(request, number, evidence_id)
    try:
        content = uploads.open_original(file)
    except Refused as gone:
        raise Http404 from gone
    response = HttpResponse(content, content_type=file.original_type)
    name = content_disposition_header(as_attachment=True, filename=file.download_name)
    response["Content-Disposition"] = name or "attachment"
    return _private(response)


def _file(request: gates.LearnerRequest, number: str, evidence_id: UUID) -> StoredFile:
    own = Evidence.objects.filter(outcome__account=request.account, outcome__number=number)
    return get_object_or_404(own.select_related("file__person_key"), pk=evidence_id).file


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
