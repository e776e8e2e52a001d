"""One spelling for each number, however it was typed, pasted or exported.

Only what cannot change the meaning is taken away: width, case, spaces, hyphens, invisible
characters, the tricks by which spreadsheets keep a number as text. Letters are never turned into
digits, nor lost digits guessed.
"""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from creditbank.bank.refusals import Refused

# Full-width forms stand at a fixed distance from ASCII; anything further (①, ², Arabic digits)
# would be a guess.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HYPHENS = dict.fromkeys(map(ord, "-‐‑‒–—―−﹣"))
_TEXT_MARKS = "'‘’`＇"
_FORMULA = re.compile(r'="?([^"]*)"?', re.ASCII)
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d*)?E\+?\d{1,3}", re.ASCII)
_FLOAT = re.compile(r"(\d{18})\.0+", re.ASCII)
_LONGEST = 200
_PLACEHOLDERS = frozenset(
    {"无", "没有", "同上", "〃", "暂无", "不详", "未知", "NULL", "NONE", "N/A"}
)


def canonical(raw: str) -> str:
    """The one spelling of what was typed, without any judgement on it."""
    if len(raw) > _LONGEST:
        raise Refused("length", _("号码太长，请只填写证件号码。"), field="number")
    if raw.isascii() and raw.isalnum():
        return raw.upper()
    text = "".join(
        character
        for character in raw.translate(_NARROW)
        if not character.isspace() and unicodedata.category(character) not in {"Cf", "Cc"}
    )
    if formula := _FORMULA.fullmatch(text):
        text = formula[1]
    text = text.strip(_TEXT_MARKS).upper()
    if whole := _FLOAT.fullmatch(text):
        text = whole[1]
    return text.translate(_HYPHENS)


def refuse_unreadable(text: str) -> None:
    """Refuse what is no number at all, each case with its own sentence."""
    if not text:
        raise Refused("empty", _("请填写证件号码。"), field="number")
    if text.strip("0") == "" or text in _PLACEHOLDERS or not any(map(str.isalnum, text)):
        raise Refused("placeholder", _("这不是证件号码，请填写证件上的号码。"), field="number")
    if "*" in text:
        raise Refused(
            "masked", _("号码的一部分被星号遮住了，请填写完整的证件号码。"), field="number"
        )
    if _SCIENTIFIC.fullmatch(text) and (not text.isalnum() or len(text) < 6):
        raise Refused(
            "scientific",
            _(
                "号码被表格软件改成了科学计数法（如 6.2E+17），末尾数字已经丢失；"
                "请把单元格设为文本，按证件重新填写。"
            ),
            field="number",
        )
    if not text.isascii() or not text.isalnum():
        raise Refused("characters", _("号码中有不该出现的字符，请按证件重新填写。"), field="number")
