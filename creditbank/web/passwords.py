"""The form field of a password, and a new one typed twice: shapes only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_LONGEST = 256
HINT = _("至少 10 个字符；几个不相关的词连在一起，既好记又安全。不能用姓名、生日或证件号码。")


def password_field(label: Any, autocomplete: str, hint: Any = "") -> forms.CharField:
    """A password; spaces at its ends are its own."""
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    return forms.CharField(
        label=label, help_text=hint, widget=widget, strip=False, max_length=_LONGEST
    )


class PasswordTwiceForm(forms.Form):
    """A password, twice."""

    password = password_field(_("密码"), "new-password", HINT)
    again = password_field(_("再输入一次"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Both have to be the same."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "password" in cleaned and "again" in cleaned and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("两次输入的密码不一样。"))
        return cleaned
