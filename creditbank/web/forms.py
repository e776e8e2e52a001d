"""What all forms share: the renderer, and fields that Django has not.

A page's own form stands beside its view and knows only shapes; what may happen, the bank decides.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from creditbank.bank.refusals import Refused

YEAR, MONTH, DAY = "year", "month", "day"
FIRST_YEAR = 1900


class Renderer(TemplatesSetting):
    """Forms and fields in the markup of `templates/django/forms`."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"


def add_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """What the bank refused becomes an error beside the field it names, or above the form."""
    field = getattr(refusal, "field", None)
    form.add_error(field if field in form.fields else None, str(refusal))


class ChoiceRow(forms.RadioSelect):
    """Radio buttons beside each other, for short answers to many questions."""

    template_name = "django/forms/widgets/choice_row.html"


class ChoiceCards(forms.RadioSelect):
    """Radio buttons as cards; `hints` maps a value to a line of explanation."""

    template_name = "django/forms/widgets/choice_cards.html"

    def __init__(
        self, *, hints: Mapping[str, Any] | None = None, attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.hints = dict(hints or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "hint": self.hints.get(str(value), "")}


class PartialDate(NamedTuple):
    """A date with its precision: of `2019` the date is 2019-01-01 and the precision `year`."""

    date: dt.date
    precision: str


class PartialDateWidget(forms.MultiWidget):
    """Year, month and day as three short inputs."""

    template_name = "django/forms/widgets/partial_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            YEAR: forms.TextInput({**digits, "maxlength": "4"}),
            MONTH: forms.TextInput({**digits, "maxlength": "2"}),
            DAY: forms.TextInput({**digits, "maxlength": "2"}),
        }
        super().__init__(parts, attrs)

    def decompress(self, value: PartialDate | tuple[dt.date, str] | dt.date | None) -> list[Any]:
        if value is None:
            return [None, None, None]
        date, precision = (value, DAY) if isinstance(value, dt.date) else value
        shown = [date.year, date.month, date.day]
        known = {YEAR: 1, DAY: 3}.get(precision, 2)
        return [part if place < known else None for place, part in enumerate(shown)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # Django takes any tuple for parts that are laid out already.
        shown = self.decompress(value) if isinstance(value, PartialDate) else value
        context = super().get_context(name, shown, attrs)
        labels = {YEAR: _("年"), MONTH: _("月"), DAY: _("日")}
        pairs = zip(context["widget"]["subwidgets"], labels.items(), strict=True)
        for sub, (part, label) in pairs:
            sub.update(part=part, part_label=label)
            if part != YEAR:
                sub["attrs"].pop("required", None)
        return context


class PartialDateField(forms.MultiValueField):
    """A date of which month and day may be unknown; cleans to a `PartialDate` or None.

    `least` names the precision that is asked for: `year`, `month` or `day`.
    """

    widget = PartialDateWidget
    default_error_messages = {  # noqa: RUF012 - Django merges these dictionaries itself
        "year": _("请填写四位数的年份，例如 2019。"),
        "month": _("请填写 1 到 12 之间的月份。"),
        "day": _("没有这一天，请检查月份和日期。"),
        "least_month": _("请填写年份和月份。"),
        "least_day": _("请填写完整的年、月、日。"),
        "future": _("日期不能晚于今天。"),
    }

    def __init__(self, *, least: str = YEAR, not_after: Any = None, **options: Any) -> None:
        self.least = least
        self.not_after = not_after
        parts = tuple(forms.CharField(required=False) for _part in range(3))
        super().__init__(parts, require_all_fields=False, **options)

    def compress(self, data_list: Sequence[str]) -> PartialDate | None:
        if not any(data_list):
            return None
        year, month, day = (self._number(text) for text in data_list)
        if year is None or not FIRST_YEAR <= year <= dt.date.max.year:
            raise self._refused("year")
        precision = DAY if day is not None else MONTH if month is not None else YEAR
        if (day is not None and month is None) or (month is not None and not 1 <= month <= 12):
            raise self._refused("month")
        if self.least != YEAR and precision not in {self.least, DAY}:
            raise self._refused(f"least_{self.least}")
        try:
            date = dt.date(year, month or 1, day or 1)
        except ValueError:
            raise self._refused("day") from None
        latest = self.not_after() if callable(self.not_after) else self.not_after
        if latest and date > latest:
            raise self._refused("future")
        return PartialDate(date, precision)

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = PartialDateWidget().decompress(initial)
        return [str(part or "") for part in before] != [part or "" for part in data or ()]

    def _number(self, text: str) -> int | None:
        text = (text or "").strip()
        if not text:
            return None
        return int(text) if text.isdecimal() and len(text) <= len("2019") else -1

    def _refused(self, code: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code)


class FilesInput(forms.ClearableFileInput):
    """A file input for several files, with previews where JavaScript runs."""

    template_name = "django/forms/widgets/files.html"
    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True, **(attrs or {})})

    def value_from_datadict(
        self,
        data: Any,  # noqa: ARG002 - Django calls it so
        files: "MultiValueDict[str, UploadedFile[Any]]",
        name: str,
    ) -> "list[UploadedFile[Any]]":
        return files.getlist(name) if hasattr(files, "getlist") else list(files.get(name) or [])


class FileInput(forms.FileInput):
    """The same for one file."""

    template_name = "django/forms/widgets/files.html"


class FilesField(forms.FileField):
    """Several files; cleans to a list, empty when none was chosen."""

    widget = FilesInput
    default_error_messages = {  # noqa: RUF012 - Django merges these dictionaries itself
        "empty": _("这个文件是空的，请重新选择文件。"),
        "too_many": _("最多上传 %(limit)s 个文件。"),
        "too_large": _("“%(name)s”超过 %(limit)s MB，请压缩后再上传。"),
    }

    def __init__(self, *, limit: int = 10, megabytes: int = 10, **options: Any) -> None:
        self.limit = limit
        self.megabytes = megabytes
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        chosen = list(data or [])
        if not chosen:
            super().clean(None, initial)
            return []
        if len(chosen) > self.limit:
            message = self.error_messages["too_many"]
            raise forms.ValidationError(message, code="too_many", params={"limit": self.limit})
        return [self._checked(file) for file in chosen]

    def _checked(self, file: "UploadedFile[Any]") -> "UploadedFile[Any]":
        cleaned: UploadedFile[Any] = super().clean(file)
        if cleaned.size and cleaned.size > self.megabytes * 1024 * 1024:
            params = {"name": cleaned.name, "limit": self.megabytes}
            raise forms.ValidationError(self.error_messages["too_large"], "too_large", params)
        return cleaned
