"""The holiday table: years, and one year with its days as a list that is shown before it counts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank import clock
from creditbank.bank.access.permissions import Permission
from creditbank.bank.calendar import lists
from creditbank.bank.calendar.lists import Day, Reading
from creditbank.bank.calendar.models import CalendarYear
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import holidays
from creditbank.web import gates
from creditbank.web.centre import editing, seals
from creditbank.web.centre.forms import MarkdownField
from creditbank.web.gates import StaffRequest

FIRST, LAST = 2000, 2100


class YearForm(editing.EditForm):
    days = MarkdownField(
        label=_("放假和调休上班的日子"),
        required=False,
        max_length=20_000,
        help_text=_(
            "每行一段，例如“2027-01-01 至 2027-01-03 元旦”“2027-01-04 上班”；也可以直接粘贴国务院办公厅通知里的各条。"
        ),
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
    )
    notice = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=200,
        help_text=_("例如：国务院办公厅关于2027年部分节假日安排的通知。"),
    )
    published = forms.BooleanField(label=_("这一年已经公布，可以用来计算期限"), required=False)


class DayForm(forms.Form):
    """One day to be added to the list."""

    day = forms.DateField(
        label=_("日期"),
        widget=forms.DateInput({"placeholder": "2027-01-01", "class": "is-short"}),
        error_messages={"invalid": _("请按“2027-01-01”的样子填写日期。")},
    )
    working = forms.ChoiceField(
        label=_("当天"), choices=[("", _("放假")), ("yes", _("调休上班"))], required=False
    )
    name = forms.CharField(label=_("节日名称"), max_length=20, required=False)


@dataclass(frozen=True)
class Line:
    """A day as the table shows it, and how it differs from what counts now."""

    day: Day
    change: str


@gates.staff(Permission.CALENDAR_EDIT)
@require_safe
def years(request: StaffRequest) -> HttpResponse:
    """Every year the bank knows, and the next one."""
    off, made_up = Count("days", Q(days__working=False)), Count("days", Q(days__working=True))
    rows = {row.year: row for row in CalendarYear.objects.annotate(off=off, made_up=made_up)}
    now = clock.today().year
    numbers = sorted({*rows, now, now + 1}, reverse=True)
    context = {"years": [(number, rows.get(number)) for number in numbers]}
    return render(request, "centre/calendar.html", context)


@gates.staff(Permission.CALENDAR_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def year(request: StaffRequest, number: int) -> HttpResponse:
    """One year: change the list, look at what it means, then let it count."""
    if not FIRST <= number <= LAST:
        raise Http404
    row = CalendarYear.objects.filter(year=number).first()
    held = [Day(one.day, one.working, one.name_zh) for one in row.days.all()] if row else []
    form, adding = _form(request, row, held), DayForm()
    if "add" in request.POST:
        adding = DayForm(request.POST)
        if adding.is_valid():
            form = _with(request, _added(form, adding, number))
            adding = DayForm()
    elif "remove" in request.POST:
        form = _with(request, _removed(form, request.POST["remove"], number))
    elif editing.saved(request, form, lambda told: _settled(request, number, told)):
        messages.success(request, _now("已保存。受影响的期限正在重新计算。"))
        return redirect("calendar")
    return _page(request, number, row, held, form, adding)


def _form(request: StaffRequest, row: CalendarYear | None, held: list[Day]) -> editing.EditForm:
    if request.method == "POST":
        return YearForm(request.POST)
    told = {"notice": row.notice, "published": row.published} if row else {}
    return YearForm(initial={"days": lists.written(held), **told})


def _with(request: StaffRequest, days: list[Day]) -> editing.EditForm:
    """The form as typed, but with these days."""
    data = request.POST.copy()
    data["days"] = lists.written(days)
    return YearForm(data)


def _added(form: editing.EditForm, adding: DayForm, number: int) -> list[Day]:
    told = adding.cleaned_data
    working = bool(told["working"])
    name = told["name"] or ("" if working else lists.OFF)
    new = Day(told["day"], working, f"{name}{lists.MADE_UP}" if working else name)
    return [*(one for one in _read(form, number).days if one.day != new.day), new]


def _removed(form: editing.EditForm, told: str, number: int) -> list[Day]:
    return [one for one in _read(form, number).days if one.day.isoformat() != told]


def _read(form: editing.EditForm, number: int) -> Reading:
    return lists.read(str(form["days"].value() or ""), number)


def _settled(request: StaffRequest, number: int, told: dict[str, Any]) -> CalendarYear:
    reading = lists.read(told["days"], number)
    if reading.problems:
        raise Refused("list_wrong", _("名单里有需要改正的行，见下面的说明。"), field="days")
    seals.require_shown(request.POST.get("shown", ""), *_shown(told))
    return holidays.settle_year(
        number,
        reading.days,
        published=told["published"],
        notice=told["notice"],
        seen=_seen(request),
        by=request.user,
    )


def _seen(request: StaffRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("stamp", ""))
    except ValueError:
        return None


def _shown(told: dict[str, Any]) -> tuple[Any, ...]:
    return told["days"], told["notice"], told["published"]


def _page(
    request: StaffRequest,
    number: int,
    row: CalendarYear | None,
    held: list[Day],
    form: editing.EditForm,
    adding: DayForm,
) -> HttpResponse:
    reading, previewing = _read(form, number), request.method == "POST" and not form.overtaken
    shown = ""
    if previewing and form.is_valid() and not reading.problems:
        shown = seals.digest(*_shown(form.cleaned_data))
    published = bool(form["published"].value())
    stamp = str(row.stamp) if row else ""
    context = {
        "number": number,
        "year": row,
        "lines": _lines(held, reading.days),
        "reading": reading,
        "adding": adding,
        "looked_at": previewing,
        "shown": shown,
        "stamp": request.POST.get("stamp", "") if previewing else stamp,
        "moved": holidays.moved(number, reading.days, published=published) if shown else 0,
        "firm": holidays.waiting_for(number) if shown and published else 0,
        "now": {"days": lists.written(held), "notice": row.notice if row else ""},
    }
    return editing.page(request, "centre/calendar_year.html", form, row, **context)


def _lines(held: list[Day], wanted: list[Day]) -> list[Line]:
    before = {one.day: one for one in held}
    after = {one.day: one for one in wanted}
    found = []
    for day in sorted({*before, *after}):
        old, new = before.get(day), after.get(day)
        change = "same" if old == new else "new" if not old else "gone" if not new else "other"
        found.append(Line(new or before[day], change))
    return found
