"""Shapes of the registration's smaller forms: region, scans, another address."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creditbank.bank import regions
from creditbank.bank.identity import Kind
from creditbank.web.captcha import CaptchaField
from creditbank.web.forms import FilesField
from creditbank.web.public.forms import EMAIL_ERRORS, EMAIL_HINT

LEVELS = {
    "province": _("省（自治区、直辖市）"),
    "prefecture": _("市（州、盟、直辖县区）"),
    "county": _("县（市、区）"),
}
CHOOSE = _("请选择")


class RegionForm(forms.Form):
    """省, 市, 县: each level is there when the one above it is chosen.

    `region` is the code at the end of the choice, empty before. A level that was not on the page
    yet is no error.
    """

    def __init__(self, told: Mapping[str, Any], *, sent: bool) -> None:
        chosen: dict[str, str] = {}
        fields: dict[str, forms.Field] = {}
        choices, self.region = regions.provinces(), ""
        for name, label in LEVELS.items():
            if not choices:
                break
            fields[name] = _choice(label, [(row.code, row.name) for row in choices])
            chosen[name] = str(told.get(name, ""))
            if chosen[name] not in {row.code for row in choices}:
                break
            choices = regions.children(chosen[name])
            self.region = "" if choices else chosen[name]
        whole = sent and all(name in told for name in fields)
        super().__init__(told if whole else None, initial=chosen)
        self.fields = fields


def levels_of(region: str) -> dict[str, str]:
    """The choice that leads to a region."""
    found = regions.find(region) if region else None
    return dict(zip(LEVELS, (row.code for row in found.path), strict=False)) if found else {}


class SidesForm(forms.Form):
    """Both sides of the document."""

    scan_front = FilesField(
        limit=1,
        label=_("证件正面"),
        error_messages={"required": _("请上传证件正面的扫描件或照片。")},
    )
    scan_back = FilesField(
        limit=1,
        label=_("证件背面"),
        error_messages={"required": _("请上传证件背面的扫描件或照片。")},
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        name_sides(self, kind)


class ScanForm(SidesForm):
    """The same, and the captcha."""

    captcha = CaptchaField()


class AddressForm(forms.Form):
    """Another address, while the first is not confirmed."""

    email = forms.EmailField(
        label=_("正确的邮箱"),
        max_length=200,
        help_text=EMAIL_HINT,
        error_messages=EMAIL_ERRORS,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


def name_sides(form: forms.Form, kind: str) -> None:
    """Name the two sides as the kind of document does; a passport has one page that counts."""
    front, back = _SIDES.get(kind, (_("证件正面（有照片的一面）"), _("证件背面")))
    for name, label in (("scan_front", front), ("scan_back", back)):
        if name in form.fields:
            form.fields[name].label = label
            form.fields[name].widget.attrs["multiple"] = False
            form.fields[name].help_text = _("JPEG、PNG、HEIC 或 PDF，要求清晰、完整、四角可见。")
    if kind == Kind.PASSPORT and "scan_back" in form.fields:
        form.fields["scan_back"].required = False


_SIDES = {
    Kind.RESIDENT.value: (_("身份证人像面"), _("身份证国徽面")),
    Kind.PASSPORT.value: (_("护照资料页（有照片的一页）"), _("护照其他页（选填）")),
}


def _choice(label: Any, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    errors = {"required": _("请选择这一级地区。"), "invalid_choice": _("请重新选择这一级地区。")}
    return forms.ChoiceField(label=label, choices=[("", CHOOSE), *choices], error_messages=errors)
