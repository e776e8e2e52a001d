"""The agreement: its versions, and publishing the next one after a preview."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank.portal import agreements as verbs
from creditbank.bank.portal.models import Agreement
from creditbank.web.centre import editing, editors, seals
from creditbank.web.centre.forms import AgreementForm
from creditbank.web.gates import StaffRequest


@editors.of_the_centre
@require_safe
def versions(request: StaffRequest) -> HttpResponse:
    """Every version that ever was in force, the present one first."""
    rows = Agreement.objects.order_by("-version").defer("text_zh", "text_en")
    return render(request, "centre/agreement.html", {"versions": rows})


@editors.of_the_centre
@require_safe
def version(request: StaffRequest, number: int) -> HttpResponse:
    """One version as people agreed to it."""
    row = get_object_or_404(Agreement, version=number)
    texts = [("zh-Hans", row.text_zh), ("en", row.text_en)]
    context = {"version": row, "texts": [(language, text) for language, text in texts if text]}
    return render(request, "centre/agreement_version.html", context)


@editors.of_the_centre
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """The next version: written from the present one, shown, then published."""
    row = verbs.current() or Agreement(version=0)
    form = AgreementForm.of(request, row)

    def publish(told: dict[str, Any]) -> Agreement:
        seals.require_shown(request.POST.get("shown", ""), told["text_zh"], told["text_en"])
        return verbs.publish(**told, after=editing.seen(request), by=request.user)

    published = editing.saved(request, form, publish)
    if published:
        messages.success(
            request,
            _("第 %(n)s 版已发布。今后同意的人同意的是这一版，以前的同意不变。")
            % {"n": published.version},
        )
        return redirect("content_agreement")
    return _page(request, form, row)


def _page(request: StaffRequest, form: editing.EditForm, row: Agreement) -> HttpResponse:
    shown = ""
    if editing.wanted(request) == editing.PREVIEW and form.is_valid():
        shown = seals.digest(form.cleaned_data["text_zh"], form.cleaned_data["text_en"])
    previews = editing.previews(form, "title", "text")
    row.revision = row.version  # type: ignore[attr-defined]  # what an editor has seen of it
    context = {"previews": previews, "shown": shown}
    return editing.page(request, "centre/agreement_new.html", form, row, **context)
