"""Training classes opened collectively (集体开户): their invitations, and what an officer does about one."""

from collections import defaultdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creditbank.bank.access.permissions import Permission
from creditbank.bank.accounts.masks import mask_email, mask_name
from creditbank.bank.classes import invitations as verbs
from creditbank.bank.classes.models import Invitation, TrainingClass
from creditbank.bank.classes.stages import Stage
from creditbank.bank.identity import mask
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.gates import StaffRequest
from creditbank.web.organisation.people import AddressForm

PAGE = 50
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class SeenForm(forms.Form):
    seen = forms.BooleanField(
        label=_("我已核对身份证件原件，人证一致"),
        error_messages={"required": _("核对身份证件原件以后才能声明。")},
    )


@gates.staff(Permission.CLASSES_OPEN)
@require_safe
def classes(request: StaffRequest) -> HttpResponse:
    """Classes within reach, the latest first, page by page, with how their invitations stand."""
    rows = verbs.of(request.seat.organisation)
    before = _uuid(request.GET.get("before", ""))
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    counts = _counts(found[:PAGE])
    context = {
        "lines": [(row, _figures(counts[row.pk])) for row in found[:PAGE]],
        "stages": Stage.choices,
        "first": "?" if before else "",
        "next": f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "organisation/classes.html", context)


@gates.staff(Permission.CLASSES_OPEN)
@require_safe
def training_class(request: StaffRequest, number: str) -> HttpResponse:
    """One class: who is invited and how each invitation stands, of one stage where asked for."""
    row, stage = _within(request, number), request.GET.get("stage", "")
    rows = row.invitations.select_related("person_key").order_by("id")
    rows = rows.filter(stage=stage) if stage in Stage.values else rows
    after = _uuid(request.GET.get("after", ""))
    found = list((rows.filter(pk__gt=after) if after else rows)[: PAGE + 1])
    filters = {"stage": stage} if stage in Stage.values else {}
    following = {**filters, "after": str(found[PAGE - 1].pk)} if len(found) > PAGE else {}
    counts = _counts([row])[row.pk]
    context = {
        "training_class": row,
        "figures": _figures(counts),
        "waiting": counts[Stage.INVITED],
        "lines": [_line(one) for one in found[:PAGE]],
        "stages": Stage.choices,
        "stage": stage,
        "first": "?" + urlencode(filters) if after else "",
        "next": "?" + urlencode(following) if following else "",
    }
    return render(request, "organisation/training_class.html", context)


@gates.staff(Permission.CLASSES_OPEN)
@_get_or_post
def class_originals(request: StaffRequest, number: str) -> HttpResponse:
    """Declare the originals of everybody seen who has not answered yet."""
    row, form = _within(request, number), SeenForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        count = verbs.declare_all_seen(row, by=request.user)
        messages.success(request, str(_("已为 %(count)d 人声明。") % {"count": count}))
        return redirect("training_class", number)
    context = {"form": form, "training_class": row}
    return render(request, "organisation/class_originals.html", context)


@gates.staff(Permission.CLASSES_OPEN)
@require_safe
def invitation(request: StaffRequest, number: str, invitation_id: UUID) -> HttpResponse:
    """One invitation, and what can be done about it."""
    row = _invitation(request, number, invitation_id)
    context = {"line": _line(row), "outcomes": list(row.outcomes.all()), "invitation": row}
    return render(request, "organisation/invitation.html", context)


@gates.staff(Permission.CLASSES_OPEN)
@require_POST
def invitation_sending(request: StaffRequest, number: str, invitation_id: UUID) -> HttpResponse:
    """Send it again; links sent before end."""
    row = _invitation(request, number, invitation_id)
    try:
        verbs.send_again(row, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(_("已重新发送，之前的链接不再有效。")))
    return redirect("invitation", number, invitation_id)


@gates.staff(Permission.CLASSES_OPEN)
@_get_or_post
def invitation_original(request: StaffRequest, number: str, invitation_id: UUID) -> HttpResponse:
    """Declare the original of the document seen: no scan is asked for."""
    row = _invitation(request, number, invitation_id)
    form = SeenForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.declare_seen(row, by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, str(_("已声明核对过证件原件，不再要求上传扫描件。")))
            return redirect("invitation", number, invitation_id)
    return _about(request, "organisation/invitation_original.html", row, form)


@gates.staff(Permission.CLASSES_OPEN)
@_get_or_post
def invitation_address(request: StaffRequest, number: str, invitation_id: UUID) -> HttpResponse:
    """Correct an address that does not work, after seeing the ID card."""
    row = _invitation(request, number, invitation_id)
    form = AddressForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.correct_address(row, form.cleaned_data["email"], by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, str(_("邮箱已更正，邀请已发到新邮箱。")))
            return redirect("invitation", number, invitation_id)
    return _about(request, "organisation/invitation_address.html", row, form)


@gates.staff(Permission.CLASSES_OPEN)
@_get_or_post
def invitation_withdrawal(request: StaffRequest, number: str, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back; what is known of the person is erased."""
    row = _invitation(request, number, invitation_id)
    if request.method == "POST":
        try:
            verbs.withdraw(row, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(_("邀请已撤销，登记的信息已删除。")))
        return redirect("training_class", number)
    return _about(request, "organisation/invitation_withdrawal.html", row, None)


def _typed(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _about(
    request: StaffRequest, page: str, row: Invitation, form: forms.Form | None
) -> HttpResponse:
    back = reverse("invitation", args=(row.training_class.number, row.pk))
    return render(request, page, {"form": form, "line": _line(row), "back": back})


def _within(request: StaffRequest, number: str) -> TrainingClass:
    row = verbs.of(request.seat.organisation).filter(number=number).first()
    if row is None:
        raise Http404
    return row


def _invitation(request: StaffRequest, number: str, invitation_id: UUID) -> Invitation:
    rows = verbs.known().filter(training_class=_within(request, number))
    row = rows.filter(pk=invitation_id).first()
    if row is None:
        raise Http404
    return row


def _counts(rows: list[TrainingClass]) -> defaultdict[UUID, dict[str, int]]:
    """How many invitations of each class stand in each stage, in one query."""
    found: defaultdict[UUID, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Stage.values, 0))
    told = Invitation.objects.filter(training_class__in=[row.pk for row in rows])
    grouped = told.order_by().values_list("training_class", "stage").annotate(n=Count("id"))
    for class_id, stage, count in grouped:
        found[class_id][stage] = count
    return found


def _figures(counts: dict[str, int]) -> list[tuple[Any, int]]:
    return [(label, counts[value]) for value, label in Stage.choices]


def _line(row: Invitation) -> dict[str, Any]:
    name, number, email = row.name, row.number, row.email
    is_open = row.stage == Stage.INVITED
    return {
        "id": row.pk,
        "number": row.training_class.number,
        "training_class": row.training_class,
        "name": mask_name(name) if name else "",
        "document": mask(number) if number else "",
        "email": mask_email(email) if email else "",
        "stage": row.stage,
        "label": row.get_stage_display(),
        "is_open": is_open,
        "may_be_withdrawn": row.moves.allows(row.stage, "withdraw"),
        "seen": row.original_seen_by,
        # Without an address only who has an account was told, which is nobody's business here.
        "sent_at": row.sent_at if email or not is_open else None,
        "reminders": row.reminders,
        "answered_at": row.answered_at,
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
