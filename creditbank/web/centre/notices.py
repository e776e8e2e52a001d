"""Editing notices: list, write, edit with preview, schedule, withdraw, attachments."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creditbank.bank import clock
from creditbank.bank.portal import attachments
from creditbank.bank.portal import notices as verbs
from creditbank.bank.portal.models import Notice
from creditbank.bank.refusals import Refused
from creditbank.web.centre import editing, editors
from creditbank.web.centre.forms import NoticeForm, ReasonForm
from creditbank.web.forms import FilesField
from creditbank.web.gates import StaffRequest

A_PAGE = 50
PUBLISH = "publish"
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class AttachmentForm(forms.Form):
    file = FilesField(
        label=_("添加附件"),
        limit=attachments.MOST,
        help_text=_("JPEG、PNG、HEIC 或 PDF，每个不超过 10 MB。公告发布后任何人都能下载。"),
        error_messages={"required": _("请选择要添加的文件。")},
    )


@editors.of_the_centre
@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """All notices in whatever state, the newest first."""
    rows = Paginator(Notice.objects.of_the_portal().order_by("-id"), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": rows,
        "previous": f"?page={rows.number - 1}" if rows.has_previous() else "",
        "next": f"?page={rows.number + 1}" if rows.has_next() else "",
    }
    return render(request, "centre/notices.html", context)


@editors.of_the_centre
@_get_or_post
def new(request: StaffRequest) -> HttpResponse:
    """A notice that is not there yet."""
    form = NoticeForm.of(request)
    row = editing.saved(
        request, form, lambda told: verbs.write(_content(request, told), by=request.user)
    )
    if row:
        return _done(request, row)
    return _page(request, form)


@editors.of_the_centre
@_get_or_post
def notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """One notice: words, schedule, attachments."""
    row = get_object_or_404(Notice.objects.of_the_portal(), pk=notice_id)
    form = NoticeForm.of(request, row)
    done = editing.saved(
        request,
        form,
        lambda told: verbs.edit(
            row, _content(request, told), seen=editing.seen(request), by=request.user
        ),
    )
    if done:
        return _done(request, row)
    if form.overtaken:
        row.refresh_from_db()
    return _page(request, form, row)


@editors.of_the_centre
@_get_or_post
def withdrawal(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Take a notice off the portal."""
    row = get_object_or_404(Notice.objects.of_the_portal(), pk=notice_id)
    form = ReasonForm.of(request)

    def withdraw(told: dict[str, Any]) -> Notice:
        seen = editing.seen(request)
        return verbs.withdraw(row, seen=seen, reason=told["reason"], by=request.user)

    if editing.saved(request, form, withdraw):
        messages.success(request, _now("已撤下，网站上不再显示。"))
        return redirect("content_notice", notice_id=row.pk)
    if form.overtaken:
        row.refresh_from_db()
    return editing.page(request, "centre/notice_withdrawal.html", form, row)


@editors.of_the_centre
@require_POST
def draft(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Make a draft of a withdrawn notice again."""
    row = get_object_or_404(Notice.objects.of_the_portal(), pk=notice_id)
    try:
        verbs.take_up(row, seen=editing.seen(request), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _now("已恢复为草稿，尚未发布。"))
    return redirect("content_notice", notice_id=row.pk)


@editors.of_the_centre
@require_POST
def attachment(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Add files to a notice; what is refused is told by its name."""
    row = get_object_or_404(Notice.objects.of_the_portal(), pk=notice_id)
    form = AttachmentForm(request.POST, request.FILES)
    wrong = [str(told) for told in form.errors.get("file", [])]
    for upload in () if wrong else form.cleaned_data["file"]:
        try:
            attachments.attach(row, upload, by=request.user)
        except Refused as refusal:
            wrong.append(f"{upload.name}：{refusal}")
    for told in wrong:
        messages.error(request, told)
    if not wrong:
        messages.success(request, _now("附件已添加。"))
    return redirect("content_notice", notice_id=row.pk)


@editors.of_the_centre
@require_POST
def attachment_removal(request: StaffRequest, notice_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Take a file away again."""
    row = get_object_or_404(Notice.objects.of_the_portal(), pk=notice_id)
    held = get_object_or_404(row.attachments.select_related("file"), pk=attachment_id)
    attachments.remove(held, by=request.user)
    messages.success(request, _now("附件已删除。"))
    return redirect("content_notice", notice_id=row.pk)


def _content(request: HttpRequest, told: dict[str, Any]) -> verbs.Content:
    content = dict(told)
    if editing.wanted(request) == PUBLISH:
        content["publish_from"] = clock.now()
    return verbs.Content(**content)


def _done(request: HttpRequest, row: Notice) -> HttpResponse:
    words = {
        Notice.State.DRAFT: _now("草稿已保存，尚未发布。"),
        Notice.State.SCHEDULED: _now("已保存，将按时发布。"),
        Notice.State.PUBLIC: _now("已保存，网站上现在就能看到。"),
    }
    messages.success(request, words.get(row.state, _now("已保存。")))
    return redirect("content_notice", notice_id=row.pk)


def _page(request: HttpRequest, form: editing.EditForm, row: Notice | None = None) -> HttpResponse:
    held = row.attachments.select_related("file__person_key") if row else ()
    return editing.page(
        request,
        "centre/notice.html",
        form,
        row,
        previews=editing.previews(form, "title", "text"),
        attachments=held,
        attaching=AttachmentForm(),
    )
