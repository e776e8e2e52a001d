"""Shapes of the forms by which organisations are changed; what may happen, the bank decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creditbank.bank.access.permissions import may_grant
from creditbank.bank.administration.authorities import LONGEST
from creditbank.bank.organisations.models import Appointment, Capacity
from creditbank.web.organisation.staff import ReasonForm


def _text(label: Any, name: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST[name], **options)


class FactsForm(forms.Form):
    """The facts of an organisation; which kinds may be chosen depends on who chooses."""

    name_zh = _text(_("机构名称"), "name_zh", error_messages={"required": _("请填写机构名称。")})
    name_en = _text(_("英文名称"), "name_en", required=False)
    capacities = forms.MultipleChoiceField(
        label=_("类型"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("可以多选；这里没有的类型由上级设定。"),
    )
    region = forms.CharField(
        label=_("行政区划代码"),
        max_length=6,
        required=False,
        help_text=_("六位代码，例如 620100。"),
        widget=forms.TextInput({"class": "is-short", "inputmode": "numeric"}),
    )
    responsible_name = _text(
        _("负责人"), "responsible_name", required=False, help_text=_("上级和学习者看得到。")
    )
    responsible_phone = _text(
        _("负责人电话"),
        "responsible_phone",
        required=False,
        help_text=_("办公电话，上级和学习者看得到。"),
        widget=forms.TextInput({"class": "is-short", "type": "tel"}),
    )

    def __init__(self, seat: Appointment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = may_grant(seat.role)
        choices = [(one.value, one.label) for one in Capacity if one in given]
        self.fields["capacities"].choices = choices  # type: ignore[attr-defined]


class FoundForm(FactsForm):
    """The same with a code, which stays for good."""

    code = forms.CharField(
        label=_("机构代码"),
        max_length=20,
        help_text=_("数字、大写字母和连字符，以后不能修改。"),
        error_messages={"required": _("请填写机构代码。")},
        widget=forms.TextInput({"class": "is-short", "autocomplete": "off"}),
    )
    field_order = ("code",)


class MoveForm(ReasonForm):
    """Where to, and why."""

    to = forms.CharField(
        label=_("新的上级机构代码"),
        max_length=20,
        error_messages={"required": _("请填写机构代码。")},
        widget=forms.TextInput({"class": "is-short", "autocomplete": "off", "list": "places"}),
    )
    field_order = ("to", "reason")


class MergeForm(ReasonForm):
    """Into which sibling, and why."""

    into = forms.CharField(
        label=_("并入哪个机构（代码）"),
        max_length=20,
        error_messages={"required": _("请填写机构代码。")},
        widget=forms.TextInput({"class": "is-short", "autocomplete": "off", "list": "places"}),
    )
    field_order = ("into", "reason")
