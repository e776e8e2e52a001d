"""Who a row is about: name, document, e-mail, mobile. The same in every kind of roster."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from creditbank.bank import identity
from creditbank.bank.identity import Document
from creditbank.bank.imports.verdicts import Slip
from creditbank.bank.refusals import Refused
from creditbank.bank.sheets.cells import is_error, is_nothing, is_plain, visible
from creditbank.bank.sheets.pages import Numeric

# The headings that registrars give, the most telling first.
NAMES: dict[str, tuple[str, ...]] = {
    "name": (
        "姓名", "学生姓名", "学员姓名", "学习者姓名", "真实姓名", "姓名全称", "中文姓名", "名字",
        "name", "full name", "student name",
    ),
    "document_kind": (
        "证件类型", "证件类别", "证件种类", "证件名称", "身份证件类型", "document type", "id type",
    ),
    "number": (
        "证件号码", "证件号", "身份证号", "身份证号码", "身份证件号", "身份证件号码", "居民身份证号",
        "居民身份证号码", "公民身份号码", "公民身份证号码", "公民身份证号", "二代身份证号",
        "有效证件号码", "有效证件号", "证件编号", "学员身份证号", "学员身份证号码", "学生身份证号",
        "学生身份证号码", "本人身份证号", "本人身份证号码", "身份证", "身份号码",
        "document number", "id number", "id no", "id card", "id card number",
    ),
    "email": (
        "电子邮箱", "邮箱", "电子邮件", "邮箱地址", "电子邮箱地址", "电子邮件地址", "邮件地址", "邮件",
        "常用邮箱", "e-mail", "email", "e-mail address", "email address", "mail",
    ),
    "mobile": (
        "手机号", "手机号码", "手机", "移动电话", "联系手机", "本人手机号", "联系电话", "电话号码",
        "电话", "联系方式", "mobile", "mobile number", "phone", "mobile phone", "telephone", "tel",
    ),
}  # fmt: skip
LOOKS = {
    "number": re.compile(r"['‘’]?\d{6}[\s-]?\d{8}[\s-]?\d{3}[\dXxＸｘ]"),
    "email": re.compile(r"[^@＠\s]+[@＠][^@＠\s]+"),
    "mobile": re.compile(r"1\d{2}[\s-]?\d{4}[\s-]?\d{4}"),
}
# Guardians, contacts, teachers: their number is not the number of who the row is about.
OTHERS = (
    "监护人", "家长", "父", "母", "配偶", "紧急", "家属", "亲属", "推荐人", "担保人", "介绍人",
    "法人", "法定代表", "班主任", "教师", "老师", "辅导员", "经办人", "代办人", "负责人", "审核人",
)  # fmt: skip

LONGEST_NAME = 40
LONGEST_EMAIL = 200
LONGEST_SHOWN = 100
# Warnings that need nobody's eyes.
_IN_ORDER = {"region_retired"}
# A formula, markup, a command: no name, and nothing that a spreadsheet should be handed back.
_NO_NAME = re.compile(r"[=+@\-'\"]|.*[<>|{}\\=@:：;；*&^%$#!！~`]|.*//")
# What most names are; nothing of it needs a second look.
_PLAIN_NAME = re.compile(r"[一-龥]{2,15}")
_NO_NAMES = frozenset({"同上", "〃", "0"})
_LOST = re.compile(r"[?？□■▯〓\ufffd]")
_DOTS = dict.fromkeys(map(ord, "•‧∙・･⋅●．▪"), "·")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF21, 0xFF5B)} | {0x3000: " "}
_STOP = re.compile(r"(?<=[一-龥])\.(?=[一-龥])")
_BETWEEN = re.compile(r"(?<=[^\x00-\u024f]) (?=[^\x00-\u024f])")
_ODD_NAME = re.compile(r"[0-9()（）\[\]【】/,，、。_]|^.$")
_EMAIL = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._%+'-]*[A-Za-z0-9_+-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_GROUPING = re.compile(r"[\s\-‐‑–—.]")
_ABROAD = re.compile(r"^(\+86|0086|86(?=1\d{10}$))")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_TELEPHONE = re.compile(r"\(?0\d{2,3}\)?\d{7,8}(转?\d{1,6})?|[48]00\d{7}|0?1[3-9]\d{9}")
_SCIENTIFIC = re.compile(r"\d+(\.\d*)?[Ee]\+?\d+")


def name(slip: Slip) -> str:
    """The name in its one spelling; its characters stay as they are, however rare."""
    raw = slip.raw("name")
    if _PLAIN_NAME.fullmatch(raw) and raw not in _NO_NAMES and not is_nothing(raw):
        slip.verdict.name = raw
        return raw
    told = _name(raw)
    slip.verdict.name = told[:LONGEST_SHOWN]
    if told != raw:
        slip.normalised()
    _judge_name(slip, told, raw)
    return told


def document(slip: Slip) -> Document | None:
    """The document, or None where its number cannot be taken."""
    raw = slip.raw("number")
    slip.verdict.number = raw.strip()[:LONGEST_SHOWN]
    try:
        found = identity.read(raw, _kind(slip))
    except Refused as refusal:
        slip.reject(refusal.field or "number", _explained(refusal, raw))
        return None
    if isinstance(raw, Numeric):
        sentence = _(
            "证件号码存成了数字，末尾或开头的数字可能已经丢失；请把单元格设为文本，按证件重新填写。"
        )
        slip.reject("number", sentence)
        return None
    slip.verdict.number = found.number
    _judge_document(slip, found)
    return found


def email(slip: Slip) -> str:
    """The address, empty where there is none."""
    told = optional(slip, "email", LONGEST_EMAIL)
    if told and not _EMAIL.fullmatch(told):
        slip.reject("email", _("电子邮箱格式不对：只写一个地址，如 name@example.cn，或者留空。"))
    return told


def mobile(slip: Slip) -> str:
    """The mobile number in eleven digits, or another telephone as it stands."""
    raw = optional(slip, "mobile", 40)
    if _MOBILE.fullmatch(raw):
        return raw
    told = _GROUPING.sub("", re.sub(r"\.0$", "", raw))
    told = _ABROAD.sub("", told)
    if _SCIENTIFIC.fullmatch(raw):
        slip.reject("mobile", _("手机号被表格软件改成了科学计数法，请把单元格设为文本后重新填写。"))
    elif _MOBILE.fullmatch(told):
        slip.normalised()
    elif _TELEPHONE.fullmatch(told):
        slip.review("mobile", _("这不是 11 位手机号，请核对；座机可以保留。"))
        return raw
    elif told:
        slip.reject("mobile", _("手机号应为 11 位数字，只写一个，或者留空。"))
    return told


def optional(slip: Slip, field: str, longest: int) -> str:
    """A cell that may be empty, and says so in one of many ways."""
    raw = slip.line.cells.get(field, "")
    if not raw or (is_plain(raw) and len(raw) <= longest):
        return raw
    told = slip.text(field, longest=longest)
    if is_error(told):
        slip.reject(
            field, _("公式出错，没有得出结果：%(error)s。请改为填写内容。") % {"error": told}
        )
        return ""
    return "" if is_nothing(told) else told


def code(slip: Slip, field: str, longest: int) -> str:
    """A number of another kind (of a student, of a certificate): its digits must all be there."""
    told = optional(slip, field, longest)
    if _SCIENTIFIC.fullmatch(told):
        sentence = _(
            "号码被表格软件改成了科学计数法，末尾数字已经丢失；请把单元格设为文本后重新填写。"
        )
        slip.reject(field, sentence)
    return told


def _name(raw: str) -> str:
    text = visible(raw.translate(_DOTS).translate(_NARROW))
    text = unicodedata.normalize("NFC", text)
    text = _STOP.sub("·", re.sub(r" ?· ?", "·", text.lstrip("'‘’`")))
    return _BETWEEN.sub("", text)


def _judge_name(slip: Slip, told: str, raw: str) -> None:
    if not told or is_nothing(told) or told in _NO_NAMES:
        slip.reject("name", _("姓名没有填写，请按证件填写。"))
    elif is_error(told):
        slip.reject("name", _("公式出错，没有得出姓名，请改为填写内容。"))
    elif _NO_NAME.match(told) or (told.replace(" ", "").isdigit()):
        slip.reject("name", _("姓名里有不该出现的符号，请按证件填写。"))
    elif _LOST.search(told):
        slip.reject("name", _("姓名里有字在导出时丢失了（如 ? 或 □），请按证件补上。"))
    elif len(told) > LONGEST_NAME:
        slip.too_long("name", LONGEST_NAME)
    elif any(unicodedata.category(one) == "Co" for one in raw):
        slip.review("name", _("姓名里有自造字，各处显示可能不同，请对照证件补上。"))
    elif _ODD_NAME.search(told):
        slip.review("name", _("姓名不像是完整的姓名，请对照证件。"))


def _kind(slip: Slip) -> identity.Kind | None:
    called = optional(slip, "document_kind", 60)
    kind = identity.kind_called(called) if called else None
    if called and kind is None:
        sentence = _("不认识这种证件类型：%(kind)s。") % {"kind": called}
        raise Refused("document_kind", sentence, field="document_kind")
    return kind


def _explained(refusal: Refused, raw: str) -> str:
    """The refusal; beside a withdrawn number, how the one of today would read."""
    if refusal.code != "withdrawn":
        return str(refusal)
    today = identity.upgraded(identity.canonical(raw))
    offer = _("若证件确属此人，18 位号码应是在第 6 位后加“19”、末尾加“%(check)s”，请核对后填写。")
    return f"{refusal}{offer % {'check': today[-1]}}"


def _judge_document(slip: Slip, found: Document) -> None:
    for code in found.warnings:
        say = slip.warn if code in _IN_ORDER else slip.review
        say("number", identity.WARNINGS[code])
    if found.normalised:
        slip.normalised()
