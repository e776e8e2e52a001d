"""The reviewer's forms; shapes only, the bank decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creditbank.bank.desk.sheets import Row
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Decision, Verdict
from creditbank.bank.reviews.reasons import LONGEST, Reason
from creditbank.web.forms import ChoiceCards

WHOLE = "whole"


@dataclass(frozen=True)
class Line:
    """A row of the sheet with the two inputs that say what is wrong with it."""

    row: Row
    code: forms.BoundField | None
    text: forms.BoundField

    @property
    def is_marked(self) -> bool:
        """Whether something was said about it, or something is wrong with what was said."""
        inputs = [one for one in (self.code, self.text) if one is not None]
        return any(one.value() or one.errors for one in inputs)


class DecisionForm(forms.Form):
    """A verdict; for each row of the sheet a reason from the list and words of one's own."""

    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("内部备注"),
        help_text=_("只有审核人员看得到。"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, rows: list[Row], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows
        for row in rows:
            if row.reasons:
                self.fields[_code(row.field)] = _reasons(row)
            self.fields[_text(row.field)] = _words(row)

    def lines(self) -> Iterator[Line]:
        """Rows with their inputs, in the order of the sheet."""
        for row in self.rows:
            code = self[_code(row.field)] if row.reasons else None
            yield Line(row, code, self[_text(row.field)])

    def remarks(self) -> list[dict[str, str]]:
        """What was said, as the bank takes it; rows without a word left out."""
        told = [
            {
                "field": row.field,
                "code": self.cleaned_data.get(_code(row.field), ""),
                "text": self.cleaned_data[_text(row.field)],
            }
            for row in self.rows
        ]
        return [one for one in told if one["code"] or one["text"]]

    def refuse(self, refusal: Refused) -> None:
        """Put what the bank refused beside the row it names, or above the form."""
        named = None if refusal.field is None else _code(refusal.field)
        if named is not None and named not in self.fields:
            named = _text(refusal.field or "")
        self.add_error(named if named in self.fields else None, str(refusal))

    @staticmethod
    def initial_of(decision: Decision) -> dict[str, str]:
        """The form as it was when this decision was made."""
        told = {"note": decision.note}
        for remark in decision.remarks:
            told[_code(remark["field"])] = remark["code"]
            told[_text(remark["field"])] = remark.get("more", "")
        return told


class NumberForm(forms.Form):
    """Why somebody needs to see a number in full."""

    REASONS = (
        ("compare", _("与证件扫描件逐位核对")),
        ("duplicate", _("核实重复的申请或账户")),
        ("enquiry", _("答复学习者的询问")),
        ("other", _("其他原因")),
    )
    reason = forms.ChoiceField(label=_("原因"), choices=REASONS, widget=ChoiceCards)
    more = forms.CharField(
        label=_("补充说明"),
        help_text=_("选择“其他原因”时必须填写。请不要写证件号码。"),
        required=False,
        max_length=100,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reason") == "other" and not cleaned.get("more"):
            self.add_error("more", _("请写明原因。"))
        return cleaned

    def words(self) -> str:
        """The reason as it is written down, in the language of the log."""
        chosen = dict(self.REASONS)[self.cleaned_data["reason"]]
        return " ".join(filter(None, [str(chosen), self.cleaned_data["more"]]))


def _code(field: str) -> str:
    return f"code_{field or WHOLE}"


def _text(field: str) -> str:
    return f"text_{field or WHOLE}"


def _reasons(row: Row) -> forms.ChoiceField:
    groups = [
        (verdict.label, [(one.code, one.sentence()) for one in _for(row.reasons, verdict)])
        for verdict in (Verdict.RETURN, Verdict.REJECT)
    ]
    choices = [("", _("选择原因")), *[group for group in groups if group[1]]]
    return forms.ChoiceField(label=row.label, choices=choices, required=False)


def _for(reasons: tuple[Reason, ...], verdict: Verdict) -> list[Reason]:
    return [one for one in reasons if verdict.value in one.verdicts]


def _words(row: Row) -> forms.CharField:
    widget = forms.Textarea({"rows": 2, "placeholder": _("补充说明，学习者看得到")})
    return forms.CharField(label=row.label, required=False, max_length=LONGEST, widget=widget)
