"""Lists of equal small forms: rows are added, moved and taken away by buttons that submit.

Nothing of it needs JavaScript: a button `name="rows" value="levels:up:2"` renders the page again with
everything that was typed, and no more is checked than when it is saved.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

MOST = 60


class RowForm(forms.Form):
    """One row; `blank` is what an untouched one holds. Only widgets of one value each."""

    blank: ClassVar[dict[str, Any]] = {}


class RowList:
    """The rows of one name, as typed (`check=True`: to be saved) or as told by `initial`."""

    def __init__(self, name: str, form_class: type[RowForm], label: Any, hint: Any = "") -> None:
        self.name, self.form_class, self.label, self.hint = name, form_class, label, hint
        self.forms: list[RowForm] = []

    def show(self, rows: list[dict[str, Any]]) -> "RowList":
        """Show these rows, unchecked."""
        self.forms = [
            self.form_class(initial=row, prefix=f"{self.name}-{place}")
            for place, row in enumerate(rows)
        ]
        return self

    def check(self, data: QueryDict) -> bool:
        """Take the rows as typed; whether all that are not blank have the right shape."""
        self.forms = [
            self.form_class(
                data,
                prefix=f"{self.name}-{place}",
                initial=self.form_class.blank,
                empty_permitted=True,
                use_required_attribute=False,
            )
            for place in range(_count(data, self.name))
        ]
        wrong = [form for form in self.forms if not form.is_valid()]
        return not wrong

    @property
    def filled(self) -> list[RowForm]:
        """The checked rows that are not blank."""
        return [form for form in self.forms if form.has_changed()]

    def values(self) -> list[dict[str, Any]]:
        """What the checked rows say."""
        return [form.cleaned_data for form in self.filled]

    def refuse(self, place: int, field: str, sentence: str) -> None:
        """What the bank refused of a row becomes an error beside its field."""
        form = self.filled[place]
        form.add_error(field if field in form.fields else None, sentence)

    def typed(self, data: QueryDict) -> list[dict[str, Any]]:
        """The rows as raw text, after the step that a button asks for."""
        rows = [
            {
                name: data.get(f"{self.name}-{place}-{name}", "")
                for name in self.form_class.base_fields
            }
            for place in range(_count(data, self.name))
        ]
        name, _colon, step = data.get("rows", "").partition(":")
        return stepped(rows, step, self.form_class.blank) if name == self.name else rows


def stepped(
    rows: list[dict[str, Any]], step: str, blank: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The rows after `add`, `remove:2`, `up:2` or `down:2`; anything else changes nothing."""
    what, _colon, told = step.partition(":")
    rows = list(rows)
    if what == "add" and len(rows) < MOST:
        return [*rows, dict(blank)]
    place = int(told) if told.isdecimal() else -1
    other = place + {"up": -1, "down": 1}.get(what, 0)
    if not 0 <= place < len(rows):
        return rows
    if what == "remove":
        return rows[:place] + rows[place + 1 :]
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    return rows


def _count(data: QueryDict, name: str) -> int:
    told = data.get(f"{name}-count", "0")
    return min(int(told), MOST) if told.isdecimal() and len(told) < 5 else 0
