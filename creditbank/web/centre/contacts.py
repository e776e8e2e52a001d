"""Editing contacts, and the way into all content: a province's editor finds only its own here."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank.access.permissions import Permission
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.portal import contacts as verbs
from creditbank.bank.portal.models import Agreement, Contact, Guide, Notice, Question
from creditbank.web import gates
from creditbank.web.centre import editing, editors
from creditbank.web.centre.forms import ContactForm
from creditbank.web.gates import StaffRequest


class Door(NamedTuple):
    """One heap of content."""

    path: str
    icon: str
    label: str
    hint: str


@gates.staff(Permission.CATALOGUE_EDIT)
@require_safe
def content(request: StaffRequest) -> HttpResponse:
    """What this seat may edit."""
    return render(request, "centre/content.html", {"doors": _doors(request.seat)})


@gates.staff(Permission.CATALOGUE_EDIT)
@require_safe
def contacts(request: StaffRequest) -> HttpResponse:
    """The contacts within reach."""
    lines = [verbs.Line(row, getattr(row, "contact", None)) for row in _within(request.seat)]
    return render(request, "centre/contacts.html", {"lines": lines})


@gates.staff(Permission.CATALOGUE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: StaffRequest, code: str) -> HttpResponse:
    """The contact of one organisation; out of reach is not found."""
    organisation = get_object_or_404(_within(request.seat), code=code)
    row = getattr(organisation, "contact", None) or Contact(organisation=organisation)
    form = ContactForm.of(request, row)

    def save(told: dict[str, Any]) -> Contact:
        return verbs.edit(organisation, seen=editing.seen(request), by=request.user, **told)

    if editing.saved(request, form, save):
        messages.success(request, _("已保存，网站上现在就能看到。"))
        return redirect("content_contacts")
    if form.overtaken:
        row = Contact.objects.get(organisation=organisation)
    return editing.page(request, "centre/contact.html", form, row, organisation=organisation)


def _within(seat: Appointment) -> QuerySet[Organisation]:
    return verbs.addressed().filter(path__startswith=seat.organisation.path)


def _doors(seat: Appointment) -> list[Door]:
    hint = _("咨询电话、邮箱、地址，显示在页脚和联系页面")
    address = Door(reverse("content_contacts"), "phone", _("联系方式"), hint)
    if not editors.is_of_the_centre(seat):
        return [address]
    public = Notice.objects.public().count()
    version = Agreement.objects.count()
    return [
        Door(
            reverse("content_notices"),
            "bell",
            _("通知公告"),
            _("正在发布 %(n)s 篇") % {"n": public},
        ),
        Door(
            reverse("content_guides"),
            "book",
            _("办事指南"),
            _("共 %(n)s 篇") % {"n": Guide.objects.count()},
        ),
        Door(
            reverse("content_questions"),
            "help-circle",
            _("常见问题"),
            _("共 %(n)s 个问题") % {"n": Question.objects.count()},
        ),
        address,
        Door(
            reverse("content_agreement"),
            "file-text",
            _("用户注册协议"),
            _("现行第 %(n)s 版") % {"n": version},
        ),
    ]
