"""Telephone numbers: one spelling for each, and how they are shown."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from creditbank.bank.refusals import Refused

_MAINLAND = re.compile(r"1[3-9][0-9]{9}")
_ABROAD = re.compile(r"\+[1-9][0-9]{6,14}")
_NEIGHBOURS = {"+852": 8, "+853": 8, "+886": 9}


def canonical(typed: str) -> str:
    """`13912345678`, or `+85291234567` from elsewhere; raises `Refused("mobile_wrong")`."""
    text = unicodedata.normalize("NFKC", typed)
    digits = re.sub(r"[\s\-()./‐–—]", "", text)
    digits = re.sub(r"^00", "+", digits)
    digits = re.sub(r"^\+86(?=1)", "", digits)
    lengths = {
        len(digits) - len(code): size
        for code, size in _NEIGHBOURS.items()
        if digits.startswith(code)
    }
    neighbour = all(length == size for length, size in lengths.items())
    if _MAINLAND.fullmatch(digits) or (_ABROAD.fullmatch(digits) and neighbour):
        return digits
    sentence = _(
        "请填写 11 位手机号码，例如 139 1234 5678；境外号码请以 + 和国家（地区）代码开头。"
    )
    raise Refused("mobile_wrong", sentence, field="mobile")


def shown(number: str) -> str:
    """In groups as one reads it aloud: `139 1234 5678`, `+852 9123 4567`."""
    if _MAINLAND.fullmatch(number):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    code = next((code for code in _NEIGHBOURS if number.startswith(code)), "")
    rest = number[len(code) :]
    return f"{code} {rest[:4]} {rest[4:]}" if code else number


def mask(number: str) -> str:
    """`139 **** 5678`."""
    return f"{number[:3]} **** {number[-4:]}" if len(number) > 8 else number
