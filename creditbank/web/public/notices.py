"""Notices (通知公告): the list, one of them, its attachments."""

from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from creditbank.bank.files import uploads
from creditbank.bank.portal.models import Attachment, Notice
from creditbank.bank.refusals import Refused
from creditbank.web import gates

A_PAGE = 20


@gates.public
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What is public at this moment, the newest first."""
    page = Paginator(Notice.objects.public(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "previous": _address(page, -1) if page.has_previous() else "",
        "next": _address(page, +1) if page.has_next() else "",
    }
    return render(request, "public/notices.html", context)


@gates.public
@require_safe
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One notice; what is not public is not found."""
    row = get_object_or_404(Notice.objects.public(), pk=notice_id)
    held = row.attachments.select_related("file__person_key")
    return render(request, "public/notice.html", {"notice": row, "attachments": held})


@gates.public
@require_safe
def attachment(request: HttpRequest, notice_id: UUID, attachment_id: UUID) -> HttpResponse:
    """A file of a public notice, to be saved and never to be opened in the browser."""
    held = Attachment.objects.filter(notice__in=Notice.objects.public().order_by())
    row = get_object_or_404(
        held.select_related("file__person_key"), pk=attachment_id, notice=notice_id
    )
    try:
        content = uploads.open_original(row.file)
    except Refused as gone:
        raise Http404 from gone
    response = HttpResponse(content, content_type=row.file.original_type)
    name = content_disposition_header(as_attachment=True, filename=row.file.download_name)
    response["Content-Disposition"] = name or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _address(page: Page[Notice], step: int) -> str:
    return f"?page={page.number + step}"
