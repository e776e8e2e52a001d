"""What helps people along: guides, questions and answers, contacts."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from creditbank.bank.organisations.models import Capacity
from creditbank.bank.portal import contacts as addresses
from creditbank.bank.portal import questions as answers
from creditbank.bank.portal.models import Guide, Topic
from creditbank.web import gates

ICONS = {
    "activation": "user-check",
    "registration": "plus",
    "storage": "archive",
    "conversion": "send",
}


class QuestionSearchForm(forms.Form):
    q = forms.CharField(
        label=_("在问题和答复中查找"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )


@gates.public
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """All guides, in the order in which people need them."""
    return render(request, "public/guides.html", {"guides": guide_doors()})


@gates.public
@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """One guide, step by step."""
    rows = list(Guide.objects.all())
    row = get_object_or_404(Guide, code=code)
    others = [other for other in rows if other != row]
    return render(request, "public/guide.html", {"guide": row, "others": others})


@gates.public
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Questions and answers by topic; those that hold the words asked for, already opened."""
    form = QuestionSearchForm(request.GET)
    form.is_valid()
    text = str(form.cleaned_data.get("q", ""))
    found = answers.search(text)
    by_topic = [
        (topic.value, topic.label, [row for row in found if row.topic == topic]) for topic in Topic
    ]
    context = {
        "form": form,
        "asked": text,
        "count": len(found),
        "topics": [entry for entry in by_topic if entry[2]],
    }
    return render(request, "public/questions.html", context)


@gates.public
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """The centre, every province, and the certification centres of each."""
    lines = addresses.lines()
    context = {
        "centre": [line for line in lines if Capacity.NATIONAL in line.organisation.capacities],
        "provinces": [
            (line, [other for other in lines if _serves(other, line)])
            for line in lines
            if Capacity.PROVINCE in line.organisation.capacities
        ],
    }
    return render(request, "public/contacts.html", context)


def guide_doors() -> list[tuple[Guide, str]]:
    """Guides, each with its icon."""
    return [(row, ICONS.get(row.code, "book")) for row in Guide.objects.all()]


def _serves(line: addresses.Line, province: addresses.Line) -> bool:
    certifies = Capacity.CERTIFICATION_CENTRE in line.organisation.capacities
    below = line.organisation.is_within(province.organisation)
    return certifies and below and line is not province
