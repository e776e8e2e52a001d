"""How every editing page works: a preview saves nothing, the second of two who save at once is told.

The page carries the revision that its editor has seen. What was typed stays in the form whatever
happens; where somebody else saved meanwhile, their version is shown beside it.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from creditbank.bank.portal import texts
from creditbank.bank.refusals import Refused
from creditbank.bank.revisions import EDITED_MEANWHILE
from creditbank.web.centre.trails import trail
from creditbank.web.forms import add_refusal

PREVIEW, SAVE = "preview", "save"
NEVER = 10**9


class Preview(NamedTuple):
    """One language of a text as its readers will see it."""

    language: str
    label: str
    title: str
    markdown: str


class Difference(NamedTuple):
    """A field in which what was saved meanwhile differs from what is typed."""

    label: str
    now: str


class EditForm(forms.Form):
    """A form for one row; `overtaken` once somebody else turns out to have saved meanwhile."""

    overtaken = False

    @classmethod
    def of(cls, request: HttpRequest, row: Any = None) -> "EditForm":
        """The form as typed, else as the row has it."""
        if request.method == "POST":
            return cls(request.POST)
        names = cls.base_fields if row is not None else ()
        return cls(initial={name: getattr(row, name, None) for name in names})


def wanted(request: HttpRequest) -> str:
    """Which button was pressed; empty when the page is only looked at."""
    return request.POST.get("action", SAVE) if request.method == "POST" else ""


def seen(request: HttpRequest) -> int:
    """The revision that the editor has seen; one that never was, where the page does not tell."""
    told = request.POST.get("seen", "")
    return int(told) if told.isdecimal() and len(told) < 10 else NEVER


def saved(request: HttpRequest, form: EditForm, save: Callable[[dict[str, Any]], Any]) -> Any:
    """What came of saving; None where nothing was saved, and why stands in the form."""
    if wanted(request) in {"", PREVIEW} or not form.is_valid():
        return None
    try:
        return save(form.cleaned_data)
    except Refused as refusal:
        add_refusal(form, refusal)
        form.overtaken = refusal.code == EDITED_MEANWHILE
        return None


def page(
    request: HttpRequest, template: str, form: EditForm, row: Any = None, **context: Any
) -> HttpResponse:
    """The editing page of a row, or of one that is not there yet.

    `now` may tell what stands in the fields of an overtaken form, where the row does not say it so.
    """
    now = context.pop("now", None) or {name: getattr(row, name, "") for name in form.fields}
    overtaken = form.overtaken
    revision = getattr(row, "revision", 0)
    told = {
        "form": form,
        "row": row,
        "seen": revision if overtaken or request.method != "POST" else seen(request),
        "differences": _differences(form, now) if overtaken else [],
        "previewing": wanted(request) == PREVIEW,
        "trail": trail(row) if row is not None and row.pk else [],
        **context,
    }
    refused = form.is_bound and not told["previewing"] and bool(form.errors)
    status = 409 if overtaken else 422 if refused else 200
    return render(request, template, told, status=status)


def previews(form: EditForm, title: str, text: str) -> list[Preview]:
    """Both languages of what is typed, as far as there is any."""
    typed = {name: str(form[name].value() or "") for name in form.fields}
    shown = (("zh", texts.CHINESE, _("中文")), ("en", "en", _("英文")))
    found = [
        Preview(language, label, typed.get(f"{title}_{end}", ""), typed.get(f"{text}_{end}", ""))
        for end, language, label in shown
    ]
    return [one for one in found if one.title.strip() or one.markdown.strip()]


def _differences(form: EditForm, now: Mapping[str, Any]) -> list[Difference]:
    rows = [(bound, _shown(now.get(bound.name))) for bound in form.visible_fields()]
    return [
        Difference(str(bound.label), shown)
        for bound, shown in rows
        if shown.strip() != _shown(form.cleaned_data.get(bound.name, bound.value())).strip()
    ]


def _shown(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n")
