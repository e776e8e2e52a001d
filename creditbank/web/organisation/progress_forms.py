"""What is asked of progress: a period, or two days to compare."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock

EARLIEST = dt.date(2015, 1, 1)


class PeriodForm(forms.Form):
    """From when until when, and by whose tree; what is wrong is said and the usual period shown."""

    since = forms.DateField(
        label=_("从"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("请填写日期，如 2026-03-01。")},
    )
    until = forms.DateField(
        label=_("到"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("请填写日期，如 2026-03-31。")},
    )
    today = forms.BooleanField(label=_("按今天的机构关系"), required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = self.cleaned_data
        today = clock.today()
        since, until = told.get("since"), told.get("until")
        if until and until > today:
            self.add_error("until", _("不能晚于今天。"))
        if since and until and since > until:
            self.add_error("since", _("不能晚于后一个日期。"))
        if since and since < EARLIEST:
            self.add_error("since", _("不能早于 2015 年。"))
        return told


class ComparisonForm(forms.Form):
    """Two days, and by whose tree."""

    one = forms.DateField(
        label=_("前一个日期"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填写日期。"), "invalid": _("请填写完整的日期。")},
    )
    other = forms.DateField(
        label=_("后一个日期"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填写日期。"), "invalid": _("请填写完整的日期。")},
    )
    today = forms.BooleanField(label=_("按今天的机构关系"), required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = self.cleaned_data
        for name in ("one", "other"):
            if name in told and not EARLIEST <= told[name] <= clock.today():
                self.add_error(name, _("请填写 2015 年到今天之间的日期。"))
        return told
