"""Shapes of the public pages' forms; what may happen, the bank decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creditbank.bank.enrolments.complaints import LONGEST
from creditbank.bank.enrolments.models import Enrolment
from creditbank.web.captcha import CaptchaField
from creditbank.web.forms import FilesField

EMAIL_HINT = _("请填写真实、常用的邮箱，否则会错过我们的通知。")
EMAIL_ERRORS = {
    "required": _("请填写常用邮箱。"),
    "invalid": _("请填写完整的邮箱地址，例如 name@example.com。"),
}
SCANS = 4


class AgreementForm(forms.Form):
    agree = forms.BooleanField(
        label=_("我已阅读并同意《学分银行用户注册协议》"),
        error_messages={"required": _("阅读并同意用户注册协议后，才能进行下一步。")},
    )


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("身份证号"),
        max_length=60,
        help_text=_("请输入学籍登记的证件号码，末位 X 大小写均可。"),
        error_messages={"required": _("请输入证件号码。")},
        widget=forms.TextInput(
            {
                "class": "is-id",
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "off",
            }
        ),
    )
    captcha = CaptchaField()


class ActivationForm(forms.Form):
    """The e-mail field is there only after 修改邮箱; without it the imported address is taken."""

    email = forms.EmailField(
        label=_("常用邮箱"),
        max_length=200,
        help_text=EMAIL_HINT,
        error_messages=EMAIL_ERRORS,
        widget=forms.EmailInput({"autocomplete": "email", "autofocus": True}),
    )
    scans = FilesField(
        required=False,
        limit=SCANS,
        label=_("证件扫描件（选填）"),
        help_text=_(
            "JPEG、PNG、HEIC 或 PDF。更换邮箱或学籍没有登记邮箱时，上传扫描件可以免去当面核对。"
        ),
    )

    def __init__(self, *args: Any, change: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not change:
            del self.fields["email"]


class ComplaintForm(forms.Form):
    text = forms.CharField(
        label=_("哪里有误"),
        max_length=LONGEST,
        help_text=_("请写明哪一项有误、正确的是什么；可以留下联系方式，方便教学点与您核对。"),
        error_messages={"required": _("请写明哪一项信息有误、正确的应该是什么。")},
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, *args: Any, enrolments: list[Enrolment], **options: Any) -> None:
        super().__init__(*args, **options)
        if len(enrolments) > 1:
            choices = [(str(row.pk), f"{row.level} {row.major} {row.intake}") for row in enrolments]
            which = forms.ChoiceField(label=_("哪一条学籍"), choices=choices)
            self.fields = {"enrolment": which, **self.fields}


class CorrectionForm(forms.Form):
    email = forms.EmailField(
        label=_("常用邮箱"),
        required=False,
        max_length=200,
        help_text=_("不需要更换时请留空。"),
        error_messages=EMAIL_ERRORS,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    scans = FilesField(
        required=False,
        limit=SCANS,
        label=_("证件扫描件"),
        help_text=_("JPEG、PNG、HEIC 或 PDF，要求清晰、完整、四角可见。"),
    )
