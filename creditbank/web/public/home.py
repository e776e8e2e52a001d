"""The portal's first page and the agreement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from creditbank.bank.portal import agreements
from creditbank.bank.portal.models import Agreement, Notice
from creditbank.web import gates
from creditbank.web.public.guidance import guide_doors

LATEST = 3


@gates.public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a credit bank is, the ways in, the latest notices."""
    latest = list(Notice.objects.public()[:LATEST])
    return render(request, "public/home.html", {"latest": latest, "guides": guide_doors()})


@gates.public
@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """The agreement in force, to be read without opening anything."""
    current = agreements.current()
    context = {"agreement": current, "text": readable(current)}
    return render(request, "public/agreement.html", context)


def readable(current: Agreement | None) -> str:
    """The text in the reader's language as harmless HTML."""
    if current is None:
        return ""
    english = (get_language() or "").startswith("en")
    text = (current.text_en if english else "") or current.text_zh
    return mark_safe(agreements.rendered(text))  # noqa: S308 - cleaned by nh3
