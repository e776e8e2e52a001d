"""The forms at the door: shapes only; what they open, the bank decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creditbank.web.captcha import CaptchaField
from creditbank.web.passwords import HINT, PasswordTwiceForm, password_field


def _code(label: Any, hint: Any = "", **look: str) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "characters", **look}
    widget = forms.TextInput(attrs)
    return forms.CharField(label=label, help_text=hint, widget=widget, max_length=40)


class SignInForm(forms.Form):
    """User name and password; a captcha where there were several failures."""

    name = forms.CharField(
        label=_("用户名"),
        help_text=_("S 加证件号码（末位 X 大小写均可），或邮箱地址"),
        max_length=200,
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = password_field(_("密码"), "current-password")

    def __init__(self, *args: Any, with_captcha: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_captcha:
            self.ask_captcha()

    def ask_captcha(self) -> None:
        """From now on the form has a captcha."""
        self.fields.setdefault("captcha", CaptchaField())


class CodeForm(forms.Form):
    """The one-time code of the e-mail."""

    code = _code(_("验证码"), _("邮件里的 6 位数字，10 分钟内有效"), **{"class": "is-code"})


class SecondFactorForm(forms.Form):
    """A code of the authenticator, or a spare one."""

    code = _code(_("验证码"), _("验证器上当前的 6 位数字；没带手机时，可以输入一个恢复码"))


class NewPasswordForm(PasswordTwiceForm):
    """A new password, twice."""

    password = password_field(_("新密码"), "new-password", HINT)


class ChangePasswordForm(NewPasswordForm):
    """The present password first."""

    current = password_field(_("当前密码"), "current-password")
    field_order = ("current", "password", "again")


class RecoveryForm(forms.Form):
    """The address to which the link goes."""

    email = forms.EmailField(
        label=_("邮箱地址"),
        help_text=_("激活或注册账户时填写的邮箱"),
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    captcha = CaptchaField()
