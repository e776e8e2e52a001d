"""Pages that show every component once, to be rendered, looked at and tested."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from creditbank.web.forms import ChoiceCards, FilesField, PartialDateField
from creditbank.web.public.contexts import Shown

HERE = Path(__file__).parent
PAGES = ["portal", "step", "plain_step", "learner", "desk", "pieces"]
DUE = dt.date(2026, 3, 13)
NOW = dt.datetime(2026, 3, 1, 6, 5, tzinfo=dt.UTC)
SCAN = "/static/img/mark.svg"
STAGES = [
    ("draft", "草稿"),
    ("pending_review", "待审核"),
    ("returned", "退回补正"),
    ("stored", "已存储"),
    ("rejected", "不通过"),
    ("withdrawn", "已撤回"),
    ("revoked", "已撤销"),
    ("expired", "已过期"),
    ("decided", "已决定，待生效"),
]


class Everything(forms.Form):
    name = forms.CharField(label="姓名", help_text="与证件一致；少数民族姓名中的间隔号写作“·”。")
    number = forms.CharField(label="证件号码", widget=forms.TextInput({"class": "is-id"}))
    email = forms.EmailField(label="电子邮箱")
    credits = forms.DecimalField(label="学分", required=False)
    province = forms.ChoiceField(label="所在地区", choices=[("", "请选择"), ("62", "甘肃省")])
    sex = forms.ChoiceField(
        label="性别", choices=[("f", "女"), ("m", "男")], widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label="成果类别",
        choices=[("formal", "学历教育"), ("nonformal", "非学历教育"), ("other", "无一定形式")],
        widget=ChoiceCards(hints={"formal": "在学校取得的证书、课程和成绩", "other": "工作中取得"}),
    )
    issued = PartialDateField(label="发证日期", help_text="不记得月、日可以不填。")
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea({"rows": 3}))
    topics = forms.MultipleChoiceField(
        label="希望收到的消息",
        required=False,
        choices=[("rules", "新转换规则"), ("news", "通知公告")],
        widget=forms.CheckboxSelectMultiple,
    )
    scans = FilesField(label="证明材料", help_text="JPEG、PNG、HEIC 或 PDF，可选多个。")
    agree = forms.BooleanField(label="我已阅读并同意学分银行用户注册协议")


class Agree(forms.Form):
    agree = forms.BooleanField(label="我已阅读并同意学分银行用户注册协议")


def render(page: str, *, theme: str = "auto") -> str:
    """The HTML of a gallery page as somebody sees it who chose this theme."""
    request = RequestFactory().get("/me/outcomes/all/")
    request.COOKIES["theme"] = theme
    template = engines["django"].from_string((HERE / f"{page}.html").read_text())
    return template.render(context(page), request)


def context(page: str) -> dict[str, Any]:
    staff = page == "desk"
    return {
        **_rows(),
        "user": SimpleNamespace(
            is_authenticated=page in {"learner", "desk"}, is_staff_member=staff
        ),
        "form": {"step": _wrong_form, "plain_step": Agree}.get(page, lambda: None)(),
        "steps": ["阅读协议", "个人信息", "设置密码", "上传证件", "完成"],
        "step_number": 2,
        "footer_contacts": (
            Shown("国家中心", "010-5551-0000"),
            Shown("甘肃", "0931-555-0000", "工作日 8:30–17:30"),
        ),
        "messages": [Message(constants.SUCCESS, "已保存。")] if page == "learner" else [],
        "unread_messages": 2,
        "may": frozenset({"review", "tasks_settle"}),
        "seat": _seat(1),
        "seats": [_seat(1), _seat(2)],
        "scans": [{"name": f"证书第 {n} 页", "picture": SCAN, "path": SCAN} for n in (1, 2)],
    }


def _wrong_form() -> forms.Form:
    scan = SimpleUploadedFile("a.png", b"1")
    data = {
        "name": "张晓岚",
        "number": "65901119990101",
        "issued_year": "2019",
        "issued_month": "13",
    }
    return Everything(data, MultiValueDict({"scans": [scan]}))


def _seat(number: int) -> SimpleNamespace:
    return SimpleNamespace(
        pk=number, organisation="甘肃开放大学", get_role_display="审核员" if number == 1 else "督办"
    )


def _rows() -> dict[str, Any]:
    item = {"issuer": "教育部教育考试院", "number": "6512 0938 1123", "due": DUE}
    return {
        "due": DUE,
        "now": NOW,
        "stages": STAGES,
        "crumbs": [{"label": "我的学银", "path": "/me/"}, {"label": "全部成果"}],
        "facts": [("姓名", "张晓岚"), ("证件号码", "6590**********1023"), ("手机", "")],
        "events": [
            {
                "what": "退回补正",
                "when": NOW,
                "who": "省校审核",
                "why": "编号不清晰",
                "tone": "is-warn",
            },
            {"what": "提交审批", "when": NOW, "who": "本人", "tone": "is-wait"},
        ],
        "items": [
            {
                **item,
                "name": "全国计算机等级考试二级",
                "stage": "submitted",
                "label": "待审核",
                "left": 6,
            },
            {
                **item,
                "name": "国家职业资格证书（人力资源管理师）三级",
                "stage": "returned",
                "label": "退回补正",
                "left": 1,
                "provisional": True,
            },
            {
                **item,
                "name": "普通话水平测试等级证书",
                "stage": "stored",
                "label": "已存储",
                "due": None,
            },
        ],
    }
