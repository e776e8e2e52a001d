"""Shapes of the forms of inspections; what may happen, the bank decides."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from creditbank.bank.inspections import assessments, checklists, draws, notices
from creditbank.bank.inspections.answers import LONGEST, Judgement
from creditbank.bank.inspections.assessments import Mark
from creditbank.bank.inspections.checklists import Question
from creditbank.bank.inspections.models import Answer, Finding
from creditbank.bank.reviews.models import Kind
from creditbank.web.forms import ChoiceCards, ChoiceRow

ACCEPT, RETURN = "accept", "return"
_SHORT = {"class": "is-short"}
_CHOOSE = {"required": _("请选择一项。")}


def _day(label: Any) -> forms.DateField:
    wrong = _("请填写日期，例如 2027-06-30。")
    return forms.DateField(
        label=label,
        error_messages={"required": wrong, "invalid": wrong},
        widget=forms.DateInput({"type": "date", **_SHORT}, format="%Y-%m-%d"),
    )


def _words(label: Any, rows: int, most: int, hint: Any = "") -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=hint, widget=area
    )


def _days(label: Any) -> forms.IntegerField:
    wrong = _("请填写工作日数，例如 10。")
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=notices.MOST_DAYS,
        error_messages={"required": wrong, "invalid": wrong},
        widget=forms.NumberInput(_SHORT),
    )


class DrawForm(forms.Form):
    """Which organisation, which cases, from when until when, how many."""

    branch = forms.CharField(
        label=_("被检查机构的代码"),
        max_length=20,
        help_text=_("您辖区内下级机构的代码。它下面的机构一并检查。"),
        error_messages={"required": _("请填写机构代码。")},
        widget=forms.TextInput({**_SHORT, "autocomplete": "off", "list": "places"}),
    )
    kind = forms.ChoiceField(
        label=_("检查什么"), choices=Kind.choices, error_messages=_CHOOSE, widget=ChoiceCards
    )
    since = _day(_("办结日期从"))
    until = _day(_("到"))
    wanted = forms.IntegerField(
        label=_("抽查件数"),
        min_value=1,
        max_value=draws.MOST,
        help_text=_("由系统随机抽取，不能挑选。"),
        error_messages={"required": _("请填写件数。"), "invalid": _("请填写件数。")},
        widget=forms.NumberInput(_SHORT),
    )


class Asked(NamedTuple):
    """A question with its two inputs."""

    answer: forms.BoundField
    remark: forms.BoundField


class AssessmentForm(forms.Form):
    """For each question of the checklist an answer and, of a finding, what is wrong."""

    def __init__(self, questions: Sequence[Question], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.count = len(questions)
        for place, question in enumerate(questions):
            self.fields[f"answer_{place}"] = forms.ChoiceField(
                label=f"{place + 1}. {checklists.told(question)}",
                choices=Answer.choices,
                error_messages=_CHOOSE,
                widget=ChoiceRow,
            )
            self.fields[f"remark_{place}"] = forms.CharField(
                label=_("第 %(n)s 个问题的说明") % {"n": place + 1},
                max_length=assessments.LONGEST,
                required=False,
                widget=forms.TextInput({"placeholder": _("有问题时，写明问题是什么")}),
            )

    def asked(self) -> Iterator[Asked]:
        """The questions in order."""
        for place in range(self.count):
            yield Asked(self[f"answer_{place}"], self[f"remark_{place}"])

    def marks(self) -> list[Mark]:
        """What was answered, as the bank takes it."""
        told = self.cleaned_data
        return [
            Mark(told[f"answer_{place}"], told[f"remark_{place}"]) for place in range(self.count)
        ]

    @staticmethod
    def initial_of(answers: Sequence[dict[str, str]]) -> dict[str, str]:
        """The form as it was when the case was assessed last."""
        told: dict[str, str] = {}
        for place, one in enumerate(answers):
            told |= {f"answer_{place}": one["answer"], f"remark_{place}": one["remark"]}
        return told


class NoticeForm(forms.Form):
    """What the notice says besides the findings, and until when it is to be answered."""

    words = _words(_("通知正文"), 6, notices.LONGEST, _("写在问题清单前面。请不要写证件号码。"))
    days = _days(_("答复期限（工作日）"))


class ConclusionForm(forms.Form):
    """How an inspection without findings ends."""

    words = _words(_("检查结论"), 4, notices.LONGEST, _("被检查机构会看到这段话。"))


class MeasuresForm(forms.Form):
    """For each finding that waits: the measures taken."""

    def __init__(self, findings: Iterable[Finding], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for finding in findings:
            field = _words(_("整改措施"), 3, LONGEST)
            field.initial = finding.measures
            self.fields[f"measures_{finding.pk}"] = field

    def of(self, finding: Finding) -> forms.BoundField | None:
        """The input of a finding, where it waits for one."""
        name = f"measures_{finding.pk}"
        return self[name] if name in self.fields else None

    def measures(self) -> dict[UUID, str]:
        """What was written, by finding."""
        return {
            UUID(name.removeprefix("measures_")): told for name, told in self.cleaned_data.items()
        }


class AcceptanceForm(forms.Form):
    """For each answered finding accepted or sent back; and what follows from it for all."""

    conclusion = _words(
        _("检查结论"), 3, notices.LONGEST, _("全部验收时必须填写，被检查机构会看到这段话。")
    )
    days = _days(_("有退回时：再次答复的期限（工作日）"))

    def __init__(self, findings: Iterable[Finding], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ids = [finding.pk for finding in findings]
        choices = [(ACCEPT, _("验收")), (RETURN, _("退回"))]
        for key in self.ids:
            self.fields[f"verdict_{key}"] = forms.ChoiceField(
                label=_("验收意见"),
                choices=choices,
                error_messages=_CHOOSE,
                widget=ChoiceRow,
            )
            self.fields[f"reply_{key}"] = _words(_("说明（退回时必填）"), 2, LONGEST)

    def of(self, finding: Finding) -> Asked | None:
        """The inputs of a finding, where it waits for a verdict."""
        if finding.pk not in self.ids:
            return None
        return Asked(self[f"verdict_{finding.pk}"], self[f"reply_{finding.pk}"])

    def judgements(self) -> dict[UUID, Judgement]:
        """What was decided, by finding."""
        told = self.cleaned_data
        return {
            key: Judgement(told[f"verdict_{key}"] == ACCEPT, told[f"reply_{key}"])
            for key in self.ids
        }


class ChecklistForm(forms.Form):
    """The questions, one a line."""

    questions = forms.CharField(
        label=_("问题"),
        help_text=_("每行一个：中文 | English；英文可以不写。"),
        error_messages={"required": _("请填写问题，每行一个。")},
        widget=forms.Textarea({"rows": 12}),
        max_length=20_000,
    )

    @staticmethod
    def lines(questions: Iterable[Question]) -> str:
        """Questions as lines."""
        return "\n".join(" | ".join(filter(None, [one["zh"], one["en"]])) for one in questions)

    def told(self) -> list[Question]:
        """Lines as questions."""
        halves = [line.partition("|") for line in self.cleaned_data["questions"].splitlines()]
        return [{"zh": zh.strip(), "en": en.strip()} for zh, _bar, en in halves]
