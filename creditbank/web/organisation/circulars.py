"""Circulars: what is addressed to one's place, signing for it; sending, who has signed, reminding."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creditbank.bank import jobs
from creditbank.bank.access import reach
from creditbank.bank.access.permissions import Permission, may
from creditbank.bank.desk.looks import Picture
from creditbank.bank.files import uploads
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.portal import circulars, tasks
from creditbank.bank.portal import notices as verbs
from creditbank.bank.portal.models import Notice
from creditbank.bank.refusals import Refused
from creditbank.web import gates, pictures
from creditbank.web.forms import ChoiceCards, FilesField, add_refusal
from creditbank.web.gates import StaffRequest

PAGE, LONGEST, SUGGESTED = 50, 20_000, 500


class CircularForm(forms.Form):
    """Words, attachments, and to whom."""

    title_zh = forms.CharField(
        label=_("标题"), max_length=120, error_messages={"required": _("请填写中文标题。")}
    )
    text_zh = forms.CharField(
        label=_("正文"),
        max_length=LONGEST,
        help_text=_("可以用 Markdown。请不要写学习者的证件号码。"),
        error_messages={"required": _("请填写中文正文。")},
        widget=forms.Textarea({"rows": 10}),
    )
    attached = FilesField(
        label=_("附件"),
        limit=uploads.MAX_FILES,
        required=False,
        help_text=_("JPEG、PNG、HEIC 或 PDF，每个不超过 10 MB。"),
    )
    codes = forms.CharField(
        label=_("发给哪些机构"),
        max_length=5_000,
        help_text=_("机构代码，每行一个，或用空格、逗号隔开；您自己的机构也可以。"),
        error_messages={"required": _("请填写至少一个机构的代码。")},
        widget=forms.Textarea({"rows": 3}),
    )
    with_below = forms.ChoiceField(
        label=_("范围"),
        choices=[("yes", _("连同它们的下级")), ("no", _("只发给这些机构"))],
        widget=ChoiceCards,
    )


@gates.staff(Permission.WORK)
@require_safe
def circular_list(request: StaffRequest) -> HttpResponse:
    """What was sent here, those not signed yet marked."""
    page = Paginator(circulars.received(request.seat), PAGE).get_page(request.GET.get("page"))
    return render(request, "organisation/circulars.html", _paged(page))


@gates.staff(Permission.CIRCULARS_SEND)
@require_safe
def circulars_sent(request: StaffRequest) -> HttpResponse:
    """What was sent from here and below."""
    page = Paginator(circulars.sent(request.seat), PAGE).get_page(request.GET.get("page"))
    return render(request, "organisation/circulars_sent.html", _paged(page))


@gates.staff(Permission.CIRCULARS_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def circular_new(request: StaffRequest) -> HttpResponse:
    """Write one and send it."""
    initial = {"codes": request.seat.organisation.code, "with_below": "yes"}
    form = CircularForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = _send(request, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _now("文件通知已发出。"))
            return redirect("circular_readers", row.pk)
    places = reach.organisations(request.seat).order_by("path")[:SUGGESTED]
    context = {"form": form, "places": places}
    status = 422 if form.errors else 200
    return render(request, "organisation/circular_new.html", context, status=status)


@gates.staff(Permission.WORK)
@require_safe
def circular(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """One circular, for whom it is addressed to and for who sent it."""
    row, received = _readable(request, notice_id)
    context = {
        "row": row,
        "attachments": row.attachments.select_related("file__person_key"),
        "signed_at": getattr(row, "signed_at", None),
        "signs": received and may(request.seat.role, Permission.CIRCULARS_READ),
        "keeps": circulars.sent(request.seat).filter(pk=row.pk).exists(),
    }
    return render(request, "organisation/circular.html", context)


@gates.staff(Permission.WORK)
@require_safe
def circular_attachment(
    request: StaffRequest, notice_id: UUID, attachment_id: UUID
) -> HttpResponse:
    """A file of a circular, to be saved and never to be opened in the browser."""
    row, _received = _readable(request, notice_id)
    held = get_object_or_404(row.attachments.select_related("file__person_key"), pk=attachment_id)
    try:
        content = uploads.open_original(held.file)
    except Refused as gone:
        raise Http404 from gone
    name = held.file.download_name.rpartition(".")[0] or held.file.download_name
    return pictures.served(Picture(content, held.file.original_type), name, attachment=True)


@gates.staff(Permission.CIRCULARS_READ)
@require_POST
def circular_reading(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Sign for having read it."""
    row = circulars.received(request.seat).filter(pk=notice_id).first()
    if row is None:
        raise Http404
    request.seat.user = request.user
    circulars.sign(row, request.seat, by=request.user)
    messages.success(request, _now("已签收。"))
    return redirect("circulars")


@gates.staff(Permission.CIRCULARS_SEND)
@require_safe
def circular_readers(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Who of which organisation has signed and when; who has not comes first."""
    row = _sent(request, notice_id)
    posts = circulars.readers(row, request.seat.organisation)
    page = Paginator(posts, PAGE).get_page(request.GET.get("page"))
    signed = circulars.signed(row, request.seat.organisation)
    context = {**_paged(page), "row": row, "signed": signed, "all": page.paginator.count}
    return render(request, "organisation/circular_readers.html", context)


@gates.staff(Permission.CIRCULARS_SEND)
@require_POST
def circular_reminder(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Remind everybody who has not signed."""
    row = _sent(request, notice_id)
    jobs.defer(tasks.remind, notice_id=str(row.pk))
    messages.success(request, _now("正在提醒没有签收的人；一天之内每人只提醒一次。"))
    return redirect("circular_readers", row.pk)


@gates.staff(Permission.CIRCULARS_SEND)
@require_POST
def circular_withdrawal(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Take a circular back: nobody sees it any more but who sent it."""
    row = _sent(request, notice_id)
    try:
        verbs.withdraw(row, seen=row.revision, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _now("已撤回。"))
    return redirect("circular_readers", row.pk)


def _readable(request: StaffRequest, notice_id: UUID) -> tuple[Notice, bool]:
    """The circular, and whether it is addressed to this seat."""
    received = circulars.received(request.seat).filter(pk=notice_id).first()
    return (received, True) if received else (_sent(request, notice_id), False)


def _sent(request: StaffRequest, notice_id: UUID) -> Notice:
    allowed = may(request.seat.role, Permission.CIRCULARS_SEND)
    reads = may(request.seat.role, Permission.READ_ALL)
    row = circulars.sent(request.seat).filter(pk=notice_id).first() if allowed or reads else None
    if row is None:
        raise Http404
    return row


def _send(
    request: StaffRequest, *, codes: str, with_below: str, attached: Sequence[Any], **words: Any
) -> Notice:
    places = _places(request, codes)
    kept = uploads.store_all(attached, purpose="notice", person_key=None, by=request.user)
    row: Notice = circulars.send(
        verbs.Content(**words),
        sender=request.seat.organisation,
        to=places,
        with_below=with_below == "yes",
        files=kept,
        by=request.user,
    )
    return row


def _places(request: StaffRequest, typed: str) -> list[Organisation]:
    """The organisations that were typed; one that is out of reach is named."""
    codes = list(dict.fromkeys(typed.replace(",", " ").replace("，", " ").split()))
    found = {row.code: row for row in reach.organisations(request.seat).filter(code__in=codes)}
    unknown = [code for code in codes if code not in found]
    if unknown:
        sentence = _("您的辖区内没有代码为 %(code)s 的机构。") % {"code": unknown[0]}
        raise Refused("too_far", sentence, field="codes")
    return list(found.values())


def _paged(page: Any) -> dict[str, Any]:
    return {
        "page": page,
        "previous": f"?page={page.number - 1}" if page.has_previous() else "",
        "next": f"?page={page.number + 1}" if page.has_next() else "",
    }
