"""The form of a catalogue entry: its own fields, and the rows of levels, marks, fields and versions."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from creditbank.bank.catalogue import classes
from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.web.centre.editing import EditForm
from creditbank.web.centre.rows import RowForm, RowList

TYPES = (
    ("text", _("文字")),
    ("choice", _("选项")),
    ("number", _("数字")),
    ("date", _("日期")),
    ("boolean", _("是或否")),
)
_CODE = _("代码")
_AUTOMATIC = _("留空自动生成")
_SHORT = {"class": "is-short"}


def _text(label: Any, length: int, *, required: bool = False, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, **options)


def _code() -> forms.CharField:
    return _text(_CODE, 60, widget=forms.TextInput({"placeholder": _AUTOMATIC}))


def _lines(label: Any, rows: int, hint: Any) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, required=False, widget=area, help_text=hint)


def _number(label: Any) -> forms.DecimalField:
    digits = forms.TextInput({**_SHORT, "inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(
        label=label, required=False, max_digits=8, decimal_places=2, widget=digits
    )


class LevelForm(RowForm):
    name_zh = _text(_("名称"), 60, required=True)
    name_en = _text(_("英文名称"), 120)
    rank = forms.IntegerField(
        label=_("高低（1 最低）"), min_value=1, max_value=99, widget=forms.NumberInput(_SHORT)
    )
    code = _code()


class BandForm(RowForm):
    name_zh = _text(_("名称"), 30, required=True)
    name_en = _text(_("英文名称"), 60)
    min = forms.DecimalField(label=_("最低"), max_digits=8, decimal_places=2)
    max = forms.DecimalField(label=_("最高"), max_digits=8, decimal_places=2)
    code = _code()


class FieldForm(RowForm):
    blank: ClassVar[dict[str, Any]] = {"type": "text"}
    label_zh = _text(_("栏目名称"), 60, required=True)
    label_en = _text(_("英文名称"), 120)
    type = forms.ChoiceField(label=_("类型"), choices=TYPES)
    code = _code()
    help_zh = _text(_("提示"), 200)
    help_en = _text(_("英文提示"), 300)
    choices = _lines(
        _("选项（类型为“选项”时）"), 3, _("每行一项：中文 | English | 代码；后两部分可以不写。")
    )
    required = forms.BooleanField(label=_("必填"), required=False)


class VersionForm(RowForm):
    name_zh = _text(_("当时的名称"), 200)
    issued_from = _text(_("开始颁发"), 10)
    issued_until = _text(_("停止颁发"), 10)


class EntryForm(EditForm):
    kind = forms.ModelChoiceField(
        label=_("类别"),
        queryset=Kind.objects.none(),
        error_messages={"required": _("请选择类别。"), "invalid_choice": _("请选择类别。")},
    )
    name_zh = _text(
        _("名称"), 200, required=True, error_messages={"required": _("请填写中文名称。")}
    )
    name_en = _text(_("英文名称"), 300)
    aliases = _lines(_("别名"), 3, _("每行一个；学习者按别名也能找到。"))
    issuer_zh = _text(_("颁发机构"), 120, help_text=_("由许多机构颁发的留空，由学习者填写。"))
    issuer_en = _text(_("颁发机构英文名称"), 200)
    issuer_code = _text(_("颁发机构代码"), 40)
    family = _text(
        _("系列代码"), 60, help_text=_("同一系列不同等级的证书，转换时只按最高等级计算一次。")
    )
    framework_level = forms.IntegerField(
        label=_("学习成果框架等级（1–10）"),
        required=False,
        min_value=1,
        max_value=10,
        widget=forms.NumberInput(_SHORT),
    )
    number_pattern = _text(
        _("证书编号格式"), 200, help_text=_("正则表达式，例如 [0-9]{12}；不限制的留空。")
    )
    score_min = _number(_("最低分"))
    score_max = _number(_("最高分"))
    score_decimals = forms.IntegerField(
        label=_("小数位数"),
        required=False,
        min_value=0,
        max_value=4,
        widget=forms.NumberInput(_SHORT),
    )
    source = _text(_("依据"), 1000, help_text=_("公布这种证书的文件或网页，便于以后核对。"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["kind"]
        field.queryset = Kind.objects.filter(is_other=False)
        field.choices = [
            ("", _("请选择")),
            *(
                (group.name, [(kind.code, kind.name) for kind in group.kinds if not kind.is_other])
                for group in classes.groups()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        ends = [told.get(name) for name in ("score_min", "score_max")]
        if (ends[0] is None) != (ends[1] is None):
            raise ValidationError({"score_max": _("最低分和最高分要一起填写；没有分数的都留空。")})
        return told


class NewEntryForm(EntryForm):
    code = _text(
        _("证书代码"),
        60,
        required=True,
        help_text=_("字母、数字、连字符和下划线，例如 NCRE-24；以后不能更改。"),
        error_messages={"required": _("请填写证书代码。")},
    )
    field_order = ("code",)


def row_lists() -> dict[str, RowList]:
    """The lists of rows of an entry, empty, in the order of the page."""
    when = _("写成 1995、2005/1（第 1 次考试）、2013-09 或 2006-01-01；不知道或仍在颁发的留空。")
    hint = _("学习者填写时多出的栏目。删去的栏目不再出现，已存储的成果仍保留原来填写的内容。")
    lists = (
        RowList("levels", LevelForm, _("等级")),
        RowList("bands", BandForm, _("等第"), _("例如 80–89 分为良好；有分数的证书才需要。")),
        RowList("fields", FieldForm, _("另加的栏目"), hint),
        RowList("versions", VersionForm, _("颁发期间"), when),
    )
    return {one.name: one for one in lists}


def initial(entry: CertificateType) -> dict[str, Any]:
    """What the entry says, as the form writes it."""
    names = [name for name in EntryForm.base_fields if hasattr(entry, name)]
    plain = {name: getattr(entry, name) for name in names}
    score = {f"score_{name}": entry.score.get(name) for name in ("min", "max", "decimals")}
    return {**plain, **score, "kind": entry.kind_id, "aliases": "\n".join(entry.aliases)}


def initial_rows(entry: CertificateType) -> dict[str, list[dict[str, Any]]]:
    """The rows of an entry by the names of their lists."""
    return {
        "levels": entry.levels,
        "bands": entry.bands,
        "fields": [
            {**one, "choices": _written(one.get("choices", []))} for one in entry.extra_fields
        ],
        "versions": [
            {
                "name_zh": version.name_zh,
                "issued_from": version.shown_from,
                "issued_until": version.shown_until,
            }
            for version in entry.versions.order_by("id")
        ],
    }


def _written(choices: list[dict[str, str]]) -> str:
    return "\n".join(f"{one['name_zh']} | {one['name_en']} | {one['code']}" for one in choices)
