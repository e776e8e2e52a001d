"""Shapes of the content pages' forms; what may happen, the bank decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creditbank.bank.portal.models import Topic
from creditbank.web.centre.editing import EditForm

LONGEST = 50_000
MARKDOWN = _("可以用 Markdown：## 小标题，**加粗**，- 列表，1. 步骤，[文字](网址)。不能使用 HTML。")
ENGLISH = _("没有英文的，英文页面显示中文。")


class MomentInput(forms.DateTimeInput):
    """Day and minute, by the browser's own means."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__({"class": "is-moment"}, format="%Y-%m-%dT%H:%M")


class MarkdownField(forms.CharField):
    """A long text; line ends as everywhere else, not as browsers send them."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


def title(label: Any, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, **options)


def text(label: Any, rows: int = 14, **options: Any) -> MarkdownField:
    area = forms.Textarea({"rows": rows, "class": "is-text"})
    return MarkdownField(label=label, max_length=LONGEST, strip=False, widget=area, **options)


def _moment(label: Any, hint: Any) -> forms.DateTimeField:
    wrong = _("请按“2026-11-24 10:00”的样子填写日期和时间。")
    return forms.DateTimeField(
        label=label,
        required=False,
        help_text=hint,
        widget=MomentInput(),
        error_messages={"invalid": wrong},
    )


_NO_TITLE = {"required": _("请填写中文标题。")}
_NO_TEXT = {"required": _("请填写中文正文。")}


class NoticeForm(EditForm):
    title_zh = title(_("标题"), 120, error_messages=_NO_TITLE)
    title_en = title(_("英文标题"), 200, required=False, help_text=ENGLISH)
    text_zh = text(_("正文"), help_text=MARKDOWN, error_messages=_NO_TEXT)
    text_en = text(_("英文正文"), 8, required=False)
    publish_from = _moment(_("发布时间"), _("到这一分钟自动发布（北京时间）；留空为草稿。"))
    publish_until = _moment(_("撤下时间"), _("到这一分钟自动撤下；留空则一直保留。"))


class GuideForm(EditForm):
    title_zh = title(_("标题"), 120, error_messages=_NO_TITLE)
    title_en = title(_("英文标题"), 200, required=False, help_text=ENGLISH)
    text_zh = text(_("正文"), 22, help_text=MARKDOWN, error_messages=_NO_TEXT)
    text_en = text(_("英文正文"), 14, required=False)


class QuestionForm(EditForm):
    topic = forms.ChoiceField(label=_("主题"), choices=Topic.choices)
    position = forms.IntegerField(
        label=_("次序"),
        min_value=0,
        max_value=999,
        help_text=_("同一主题里，数字小的在前。"),
        widget=forms.NumberInput({"class": "is-short"}),
    )
    question_zh = title(_("问题"), 200, error_messages={"required": _("请填写中文问题。")})
    question_en = title(_("英文问题"), 300, required=False, help_text=ENGLISH)
    answer_zh = text(
        _("答复"), 8, help_text=MARKDOWN, error_messages={"required": _("请填写中文答复。")}
    )
    answer_en = text(_("英文答复"), 6, required=False)
    is_public = forms.BooleanField(label=_("在网站上显示"), required=False)


class ContactForm(EditForm):
    telephone = title(_("咨询电话"), 40, required=False, help_text=_("例如 0931-555-0100。"))
    email = forms.EmailField(label=_("邮箱"), required=False, max_length=200)
    hours_zh = title(
        _("服务时间"), 120, required=False, help_text=_("例如：工作日 9:00–11:30，14:00–17:00。")
    )
    hours_en = title(_("英文服务时间"), 200, required=False, help_text=ENGLISH)
    address_zh = title(_("地址"), 200, required=False)
    address_en = title(_("英文地址"), 300, required=False)


class AgreementForm(EditForm):
    text_zh = text(_("正文"), 22, help_text=MARKDOWN, error_messages=_NO_TEXT)
    text_en = text(_("英文正文"), 14, required=False)


class ReasonForm(EditForm):
    reason = forms.CharField(
        label=_("原因"),
        max_length=300,
        help_text=_("记入历史，不公开。"),
        error_messages={"required": _("请写明原因。")},
        widget=forms.Textarea({"rows": 3}),
    )
