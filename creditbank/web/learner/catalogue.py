"""Choosing a certificate (选择证书) from the catalogue."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from creditbank.bank.catalogue import classes, entries
from creditbank.bank.catalogue.models import CertificateType
from creditbank.web import gates
from creditbank.web.learner.outcomes import own_outcome

A_PAGE = 24


class Pages(Paginator):  # type: ignore[type-arg]  # not to be subscripted when it runs
    """Pages of what was found, counted up to `entries.MOST` only."""

    @cached_property
    def count(self) -> int:
        """How many there are, but no more than that: whoever finds so many has to say more."""
        found = self.object_list[: entries.MOST]
        return found.count() if isinstance(found, QuerySet) else len(found)

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count == entries.MOST


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("名称、别名、拼音首字母或颁发机构"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    kind = forms.ChoiceField(label=_("类别"), required=False)
    issuer = forms.ChoiceField(label=_("颁发机构"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [
            (group.name, [(kind.code, kind.name) for kind in group.kinds if not kind.is_other])
            for group in classes.groups()
        ]
        self.fields["kind"].choices = [("", _("全部类别")), *kinds]  # type: ignore[attr-defined]
        known = [(name, name) for name in entries.issuers()]
        self.fields["issuer"].choices = [("", _("全部机构")), *known]  # type: ignore[attr-defined]


@gates.learner
@require_safe
def catalogue(request: gates.LearnerRequest) -> HttpResponse:
    """Search; a wrong filter is as none."""
    form = SearchForm(request.GET)
    form.is_valid()
    told: dict[str, str] = form.cleaned_data
    page, loosely = _found(told, request.GET.get("page"))
    number = request.GET.get("for", "")
    form.initial, form.is_bound = told, False  # a wrong filter is no error to be told
    query = {**told, "for": number}
    context = {
        "pick": _pick(request, number),
        "number": number,
        "form": form,
        "page": page,
        "loosely": loosely,
        "previous": _address(query, page, -1) if page.has_previous() else "",
        "next": _address(query, page, +1) if page.has_next() else "",
    }
    return render(request, "learner/catalogue.html", context)


def _found(told: dict[str, str], number: str | None) -> tuple[Page[CertificateType], bool]:
    """A page of what was asked for; of what comes near, where nothing is called so."""
    words, *filters = (told.get(name, "") for name in ("q", "kind", "issuer"))
    if not any((words, *filters)):
        return Pages(entries.opening(), A_PAGE).get_page(number), False
    for loosely in (False, True):
        rows = entries.search(words, kind=filters[0], issuer=filters[1], loosely=loosely)
        page = Pages(rows, A_PAGE).get_page(number)
        if page.object_list or not words:
            break
    return page, loosely and bool(page.object_list)


def _pick(request: gates.LearnerRequest, number: str) -> str:
    """Where choosing leads: to a new outcome, or back to one that is being corrected."""
    if number:
        return reverse("outcome_edit", args=[own_outcome(request, number).number]) + "?"
    return reverse("outcome_new") + "?"


def _address(told: dict[str, str], page: Page[CertificateType], step: int) -> str:
    query = {name: value for name, value in told.items() if value}
    return "?" + urlencode({**query, "page": page.number + step})
