"""The form of a registration's personal information; what may be registered, the bank decides."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.accounts.information import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_WORDS,
    Information,
)
from creditbank.bank.accounts.masks import mask_mobile
from creditbank.bank.accounts.models import Education
from creditbank.bank.identity import Document, Kind, Sex, mask, read
from creditbank.bank.identity.countries import countries
from creditbank.bank.refusals import Refused
from creditbank.web.forms import ChoiceCards, PartialDate, PartialDateField
from creditbank.web.public.forms import EMAIL_ERRORS, EMAIL_HINT

CHOOSE = _("请选择")
_OFF = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
_LOCKED = _("已按证件号码填好，不能修改。")


class InformationForm(forms.Form):
    """Who somebody is. Numbers that are kept already stand there masked, and count as unchanged.

    Sex and birth date follow from the number where it tells them, whatever was typed there. With
    `only` these fields alone are asked, the others stay as `kept` has them.
    """

    name = forms.CharField(
        label=_("姓名"),
        max_length=LONGEST_NAME,
        help_text=_("与证件上的姓名一致。"),
        error_messages={"required": _("请填写姓名。")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    kind = forms.ChoiceField(label=_("证件类型"), choices=Kind.choices, initial=Kind.RESIDENT)
    number = forms.CharField(
        label=_("证件号码"),
        max_length=60,
        help_text=_("末位 X 大小写均可。"),
        error_messages={"required": _("请填写证件号码。")},
        widget=forms.TextInput({"class": "is-id", **_OFF}),
    )
    country = forms.ChoiceField(
        label=_("护照签发国家（地区）"),
        required=False,
        help_text=_("证件类型是护照时选择，其他证件留空。"),
    )
    sex = forms.ChoiceField(
        label=_("性别"),
        choices=Sex.choices,
        help_text=_("居民身份证等 18 位号码会自动填好，不必填写。"),
        error_messages={"required": _("请按证件选择性别。")},
        widget=ChoiceCards(),
    )
    born_on = PartialDateField(
        label=_("出生日期"),
        least="day",
        not_after=clock.today,
        help_text=_("居民身份证等 18 位号码会自动填好，不必填写。"),
        error_messages={"required": _("请按证件填写出生日期。")},
    )
    email = forms.EmailField(
        label=_("邮箱"),
        max_length=200,
        help_text=EMAIL_HINT,
        error_messages=EMAIL_ERRORS,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    mobile = forms.CharField(
        label=_("手机号码"),
        max_length=30,
        error_messages={"required": _("请填写手机号码。")},
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    address = forms.CharField(
        label=_("通信地址"),
        max_length=LONGEST_ADDRESS,
        error_messages={"required": _("请填写通信地址。")},
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    education = forms.ChoiceField(
        label=_("最高学历"),
        choices=[("", CHOOSE), *Education.choices],
        error_messages={"required": _("请选择最高学历。")},
    )
    occupation = forms.CharField(
        label=_("职业"),
        max_length=LONGEST_WORDS,
        help_text=_("现在从事的工作，例如护士、电工、在校学生。"),
        error_messages={"required": _("请填写职业。")},
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    affiliation = forms.CharField(
        label=_("所在机构"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=_("单位、学校或培训机构的全称；没有可以留空。"),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        kept: Information | None = None,
        carried: str = "",
        only: Collection[str] | None = None,
    ) -> None:
        self.kept = kept
        self._number = kept.number if kept else carried
        super().__init__(data, files, initial=_shown(kept) if kept else _brought(carried))
        if only is not None:
            self.fields = {name: field for name, field in self.fields.items() if name in only}
        if "country" in self.fields:
            self.fields["country"].choices = _countries()  # type: ignore[attr-defined]
        self.document = self._read()
        if self.document and self.document.sex:
            self._lock("sex", self.document.sex.value)
        if self.document and self.document.birth_date:
            self._lock("born_on", self.document.birth_date)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.document is None:
            # What the number would tell is not asked for while it is wrong itself.
            for name in ("sex", "born_on"):
                self.errors.pop(name, None)
        passport = self._said("kind") == Kind.PASSPORT
        if passport and "country" in self.fields and not cleaned.get("country"):
            self.add_error("country", _("请选择签发护照的国家（地区）。"))
        return cleaned

    def clean_number(self) -> str:
        """Read as the bank will read it, so that all that is wrong is said at once."""
        number = self._whole_number()
        try:
            read(number, self._said("kind"), country=self._said("country"))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from None
        return number

    def clean_mobile(self) -> str:
        typed = str(self.cleaned_data["mobile"])
        unchanged = self.kept is not None and typed == mask_mobile(self.kept.mobile)
        return self.kept.mobile if self.kept and unchanged else typed

    def information(self) -> Information:
        """What was said; of what is not asked here, what was said before."""
        born: PartialDate | None = self.cleaned_data.get("born_on")
        told = {name: self.cleaned_data[name] for name in self.fields if name in _SAID}
        if "born_on" in self.fields:
            told["born_on"] = born.date if born else None
        return replace(self.kept, **told) if self.kept else Information(**told)

    def _read(self) -> Document | None:
        try:
            return read(self._whole_number(), self._said("kind"), country=self._said("country"))
        except (Refused, ValueError):
            return None

    def _whole_number(self) -> str:
        typed = self._said("number").strip()
        return self._number if self._number and typed == mask(self._number) else typed

    def _said(self, name: str) -> str:
        if self.is_bound and name in self.fields:
            return str(self.data.get(name) or "")
        before = getattr(self.kept, name, "") if self.kept else self.initial.get(name)
        if name == "number" and self._number:
            return mask(self._number)
        return str(before or (Kind.RESIDENT.value if name == "kind" else ""))

    def _lock(self, name: str, value: str | dt.date) -> None:
        if name in self.fields:
            self.initial[name] = value
            self.fields[name].disabled = True
            self.fields[name].help_text = _LOCKED


_SAID = frozenset(InformationForm.base_fields) - {"born_on"}


def _shown(kept: Information) -> dict[str, Any]:
    told = {name: getattr(kept, name) for name in InformationForm.base_fields}
    return told | {"number": mask(kept.number), "mobile": mask_mobile(kept.mobile)}


def _brought(number: str) -> dict[str, Any]:
    """What a number carried over from the activation page tells; it stands there masked."""
    if not number:
        return {}
    return {"number": mask(number), "kind": read(number).kind.value}


def _countries() -> list[tuple[str, Any]]:
    english = (get_language() or "").startswith("en")
    named = [(row.code, row.english if english else row.name) for row in countries().values()]
    return [("", CHOOSE), *named]
