"""The certificate catalogue for its editors: find, add, change, retire."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank.catalogue import certificates, classes
from creditbank.bank.catalogue import entries as known
from creditbank.bank.catalogue.models import CertificateType
from creditbank.web.centre import editing, editors
from creditbank.web.centre.entry_sheets import Sheet
from creditbank.web.centre.forms import ReasonForm
from creditbank.web.gates import StaffRequest

A_PAGE = 50
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class FilterForm(forms.Form):
    q = forms.CharField(
        label=_("名称、别名、代码、拼音首字母或颁发机构"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    kind = forms.ChoiceField(label=_("类别"), required=False)
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("使用中")), ("retired", _("已停用"))]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [
            (group.name, [(kind.code, kind.name) for kind in group.kinds if not kind.is_other])
            for group in classes.groups()
        ]
        self.fields["kind"].choices = [("", _("全部类别")), *kinds]  # type: ignore[attr-defined]


@editors.of_the_centre
@require_safe
def entries(request: StaffRequest) -> HttpResponse:
    """Search; a wrong filter is as none."""
    form = FilterForm(request.GET)
    form.is_valid()
    told: dict[str, str] = form.cleaned_data
    found = known.search(
        told.get("q", ""), kind=told.get("kind", ""), retired=told.get("state") == "retired"
    )
    # Editors see more of an entry than learners do.
    page = Paginator(found.defer(None), A_PAGE).get_page(request.GET.get("page"))
    form.initial, form.is_bound = told, False  # a wrong filter is no error to be told
    asked = {name: value for name, value in told.items() if value}
    context = {
        "form": form,
        "page": page,
        "previous": _address(asked, page.number - 1) if page.has_previous() else "",
        "next": _address(asked, page.number + 1) if page.has_next() else "",
    }
    return render(request, "centre/catalogue.html", context)


@editors.of_the_centre
@_get_or_post
def new(request: StaffRequest) -> HttpResponse:
    """A certificate type that is not there yet."""
    sheet = Sheet(request, None)

    def save(told: dict[str, Any]) -> CertificateType:
        return certificates.add(told["code"], sheet.content(), by=request.user)

    row = sheet.saved(save)
    if row:
        messages.success(request, _now("已加入目录，学习者现在就能选择。"))
        return redirect("catalogue_entry", code=row.code)
    return sheet.page("centre/entry.html")


@editors.of_the_centre
@_get_or_post
def entry(request: StaffRequest, code: str) -> HttpResponse:
    """One entry with everything that the deposit form follows from."""
    row = get_object_or_404(CertificateType.objects.select_related("kind"), code=code)
    sheet = Sheet(request, row)

    def save(_told: dict[str, Any]) -> CertificateType:
        seen = editing.seen(request)
        return certificates.edit(row, sheet.content(), seen=seen, by=request.user)

    if sheet.saved(save):
        messages.success(request, _now("已保存。以后填写的学习成果按新的栏目，已提交的不变。"))
        return redirect("catalogue_entry", code=row.code)
    return sheet.page("centre/entry.html")


@editors.of_the_centre
@_get_or_post
def retirement(request: StaffRequest, code: str) -> HttpResponse:
    """Take an entry out of use, or take it into use again."""
    row = get_object_or_404(CertificateType, code=code)
    form = ReasonForm.of(request)
    verb = certificates.reinstate if row.retired_on else certificates.retire

    def save(told: dict[str, Any]) -> bool:
        verb(row, seen=editing.seen(request), reason=told["reason"], by=request.user)
        return True

    if editing.saved(request, form, save):
        done = _now("已停用，学习者不能再选择。") if row.retired_on else _now("已恢复使用。")
        messages.success(request, done)
        return redirect("catalogue_entry", code=row.code)
    if form.overtaken:
        row.refresh_from_db()
    return editing.page(request, "centre/entry_retirement.html", form, row)


def _address(asked: dict[str, str], number: int) -> str:
    return "?" + urlencode({**asked, "page": number})
