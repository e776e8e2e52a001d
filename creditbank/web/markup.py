"""Words that templates may use beyond Django's own: icons, statuses, deadlines, notices, times.

What follows from its arguments alone is drawn once and remembered: a list of fifty lines holds a
few hundred icons, badges and dates, and few different ones. `typed`, because a text that is marked
as safe equals the same text that is not.
"""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

_TONE_ICONS = {
    "good": "circle-check",
    "wait": "info-circle",
    "warn": "alert-triangle",
    "bad": "alert-circle",
    "quiet": "info-circle",
}

# Stage -> tone and icon, for accounts, outcomes, cases and decisions alike.
_STAGES = {
    "draft": ("quiet", "pencil"),
    "email_unconfirmed": ("warn", "mail"),
    "pending_review": ("wait", "hourglass"),
    "submitted": ("wait", "hourglass"),
    "open": ("wait", "hourglass"),
    "pending": ("wait", "clock"),
    "decided": ("wait", "clock"),
    "returned": ("warn", "arrow-back-up"),
    "with_learner": ("warn", "arrow-back-up"),
    "rejected": ("bad", "circle-x"),
    "active": ("good", "circle-check"),
    "stored": ("good", "circle-check"),
    "effective": ("good", "circle-check"),
    "closed": ("quiet", "check"),
    "withdrawn": ("quiet", "arrow-back-up"),
    "undone": ("quiet", "arrow-back-up"),
    "suspended": ("bad", "ban"),
    "proposed": ("wait", "hourglass"),
    "in_force": ("bad", "ban"),
    "declined": ("quiet", "x"),
    "invited": ("wait", "mail"),
    "accepted": ("good", "circle-check"),
    "lapsed": ("quiet", "clock"),
    "lifted": ("good", "circle-check"),
    "revoked": ("bad", "ban"),
    "expired": ("warn", "clock"),
    "scheduled": ("wait", "clock"),
    "public": ("good", "circle-check"),
    "ended": ("quiet", "check"),
    "drawn": ("wait", "hourglass"),
    "in_progress": ("wait", "pencil"),
    "notified": ("warn", "send"),
    "answered": ("wait", "hourglass"),
    "received": ("wait", "clock"),
    "checking": ("wait", "hourglass"),
    "checked": ("warn", "user-check"),
    "confirmed": ("wait", "clock"),
    "merging": ("wait", "hourglass"),
    "merged": ("good", "circle-check"),
    "cancelled": ("quiet", "x"),
    "refused": ("bad", "circle-x"),
}
_SOON = 2  # working days: from here on a deadline asks for attention


class Found(NamedTuple):
    """One line of the error summary and the element it leads to."""

    target: str
    text: str


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; silent to screen readers unless it is given a label."""
    return _icon(static("img/icons.svg"), name, str(label))


@lru_cache(maxsize=512, typed=True)
def _icon(sprite: str, name: str, label: str) -> SafeString:
    href = f"{sprite}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.simple_tag
def status(stage: str, label: str) -> SafeString:
    """The badge of a stage: colour, icon and word."""
    tone, name = _STAGES.get(str(stage), ("quiet", "info-circle"))
    return _badge(tone, icon(name), str(label))


@register.simple_tag
def badge(tone: str, label: str, icon_name: str = "") -> SafeString:
    """A badge of any word in one of the tones good, wait, warn, bad, quiet."""
    return _badge(tone, icon(icon_name) if icon_name else "", str(label))


@lru_cache(maxsize=512, typed=True)
def _badge(tone: str, mark: SafeString | str, label: str) -> SafeString:
    return format_html('<span class="status is-{}">{}{}</span>', tone, mark, label)


@register.simple_tag
def deadline(
    due: dt.date | dt.datetime, left: int | None = None, provisional: bool = False
) -> SafeString:
    """The due date with the working days left (negative: overdue)."""
    return _deadline(_local_day(due), left, provisional, get_language())


@lru_cache(maxsize=512)
def _deadline(
    due: dt.date, left: int | None, provisional: bool, _language: str | None
) -> SafeString:
    tone = ""
    if left is not None:
        tone = "is-over" if left < 0 else "is-soon" if left <= _SOON else ""
    context = {
        "due": due,
        "left": left,
        "over": -left if left is not None else 0,
        "provisional": provisional,
        "tone": tone,
        "icon_name": "alert-triangle" if tone == "is-over" else "calendar-due",
    }
    return render_to_string("parts/deadline.html", context)


@register.simple_block_tag
def notice(content: str, tone: str = "wait", title: str = "", icon_name: str = "") -> SafeString:
    """A box: {% notice tone="warn" title=_("…") %}…{% endnotice %}."""
    context = {
        "content": content,
        "tone": tone,
        "title": title,
        "icon_name": icon_name or _TONE_ICONS.get(tone, "info-circle"),
    }
    return render_to_string("parts/notice.html", context)


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, path: str, label: str, **options: Any) -> SafeString:
    """An entry of a navigation list; options: icon, count, css, exact."""
    return _link("parts/nav_link.html", context, path, label, options)


@register.simple_tag(takes_context=True)
def work_link(context: template.Context, path: str, label: str, **options: Any) -> SafeString:
    """An entry of the bar that staff see; options as for `nav_link`."""
    return _link("parts/work_link.html", context, path, label, options)


def _link(
    part: str, context: template.Context, path: str, label: str, options: dict[str, Any]
) -> SafeString:
    current = _is_current(context, path, options)
    count = str(options.get("count") or "")
    look = options.get("icon", ""), options.get("css", "")
    return _drawn_link(part, path, str(label), current, count, look)


@lru_cache(maxsize=512, typed=True)
def _drawn_link(
    part: str, path: str, label: str, current: bool, count: str, look: tuple[str, str]
) -> SafeString:
    context = {"path": path, "label": label, "current": current, "count": count}
    return render_to_string(part, {**context, "icon": look[0], "css": look[1]})


@register.simple_tag
def moment(value: dt.datetime | None) -> SafeString | str:
    """An instant as a clock in China shows it, to the minute."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    shown = f"{day(local)} {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), shown)


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """A date as the language writes it: 2026年3月1日, March 1, 2026."""
    if value is None:
        return ""
    return _day(_local_day(value), get_language())


@lru_cache(maxsize=512)
def _day(value: dt.date, _language: str | None) -> str:
    return formats.date_format(value, "DATE_FORMAT")


def _local_day(value: dt.date | dt.datetime) -> dt.date:
    if not isinstance(value, dt.datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


@register.filter
def to_precision(value: dt.date | None, precision: str) -> str:
    """A date of which only year, or year and month, are known (`sitting`: the month of it)."""
    if value is None:
        return ""
    if precision == "year":
        return _("%(year)s 年") % {"year": value.year}
    if precision in {"month", "sitting"}:
        return formats.date_format(value, "YEAR_MONTH_FORMAT")
    return day(value)


@register.filter
def exact(value: Decimal | None) -> str:
    """A decimal number as it was told, without the zeros of its column."""
    return "" if value is None else f"{value.normalize():f}"


@register.filter
def working_days(count: int) -> str:
    """A number of working days in words."""
    return ngettext("%(n)s 个工作日", "%(n)s 个工作日", count) % {"n": count}


@register.filter
def grouped(count: int) -> str:
    """A number with its thousands apart."""
    return f"{count:,}"


@register.filter
def bar(share: float) -> str:
    """A share in per cent as the width of a bar that is a hundred wide."""
    return f"{min(100, max(0, share)):.1f}"


@register.filter
def flash_tone(level: str) -> str:
    """The tone of a message of Django's message framework."""
    return {"success": "is-good", "warning": "is-warn", "error": "is-bad"}.get(level, "is-wait")


@register.filter
def flash_icon(level: str) -> str:
    """The icon that goes with it."""
    return _TONE_ICONS[flash_tone(level).removeprefix("is-")]


@register.filter
def field_kind(field: BoundField) -> str:
    """How a field is laid out: `group` (fieldset), `check` (box before label) or `plain`."""
    if field.use_fieldset:
        return "group"
    return "check" if isinstance(field.field.widget, CheckboxInput) else "plain"


@register.filter
def error_list(form: BaseForm | None) -> list[Found]:
    """What the error summary lists, in the order of the fields; works for formless pages too."""
    if not form or not form.errors:
        return []
    found = [Found("", str(error)) for error in form.non_field_errors()]
    for bound in form.visible_fields():
        target = f"{bound.auto_id}_field" if bound.use_fieldset else bound.id_for_label
        found += [Found(target, _named(bound.label, error)) for error in bound.errors]
    return found


def _named(label: object, error: object) -> str:
    return _("%(label)s：%(error)s") % {"label": label, "error": error}


def _is_current(context: template.Context, path: str, options: dict[str, Any]) -> bool:
    request = context.get("request")
    here = str(request.path if request else context.get("here", ""))
    return here == path if options.get("exact") else here.startswith(path)
