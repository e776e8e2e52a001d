"""Reading a document number: its kind, its rules, what it tells.

Sources: GB 11643 (resident numbers), the State Council's measures of 2018 on residence permits
(address codes 810000, 820000, 830000), the immigration administration's rules for the cards of
2017 and 2023.
"""

import datetime as dt
import re
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, regions
from creditbank.bank.identity import spelling
from creditbank.bank.identity.checksums import resident_check, travel_check
from creditbank.bank.identity.countries import country as find_country
from creditbank.bank.identity.documents import ISSUER_CHINA, Document
from creditbank.bank.identity.kinds import Kind, Sex
from creditbank.bank.refusals import Refused

_EIGHTEEN = re.compile(r"\d{17}[\dX]", re.ASCII)
_WITHDRAWN = re.compile(r"\d{15}", re.ASCII)
_CARD_OF_2017 = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_PASSPORT = re.compile(r"(?=.*\d)[A-Z\d]{5,12}", re.ASCII)
_EVIDENT_PASSPORT = re.compile(r"(?=(?:.*\d){5})[A-Z]{1,3}[A-Z\d]*", re.ASCII)
_PERMITS = {
    regions.HONG_KONG: Kind.HONG_KONG_MACAO,
    regions.MACAO: Kind.HONG_KONG_MACAO,
    regions.TAIWAN: Kind.TAIWAN,
}
_OLDEST = 120


def read(raw: str, kind: Kind | str | None = None, *, country: str = "") -> Document:
    """Read a number as typed. `kind` is what the person chose; without it the number decides.

    `country` (three letters) is who issued a passport. Raises `Refused` with one sentence that
    says what to do; what is merely odd becomes a warning.
    """
    text = spelling.canonical(raw)
    if not _EIGHTEEN.fullmatch(text) or text.startswith("0"):
        spelling.refuse_unreadable(text)
    document = _read(text, Kind(kind) if kind else None, country.upper())
    return document if text == raw else replace(document, normalised=True)


def _read(text: str, kind: Kind | None, country: str) -> Document:
    if kind is Kind.PASSPORT:
        return _passport(text, country)
    evident = _evident_kind(text)
    if kind and evident and evident is not kind:
        raise _no("kind_mismatch", _("号码与所选证件类型不符，请核对证件类型和号码。"))
    if evident is Kind.PASSPORT:
        return _passport(text, country)
    if _CARD_OF_2017.fullmatch(text):
        return _card_of_2017(text)
    if not _EIGHTEEN.fullmatch(text):
        raise _misshapen(text)
    return _eighteen(text, evident or Kind.RESIDENT)


def _evident_kind(text: str) -> Kind | None:
    if _EIGHTEEN.fullmatch(text):
        if text.startswith("9"):
            return Kind.FOREIGN_RESIDENT
        return _PERMITS.get(text[:6], Kind.RESIDENT)
    if _CARD_OF_2017.fullmatch(text):
        return Kind.FOREIGN_RESIDENT
    if _PASSPORT.fullmatch(text) and _EVIDENT_PASSPORT.fullmatch(text):
        return Kind.PASSPORT
    return None


def _eighteen(text: str, kind: Kind) -> Document:
    if text[-1] != resident_check(text[:-1]):
        raise _wrong_check(text)
    region, warnings = _region(f"{text[1:3]}0000" if kind is Kind.FOREIGN_RESIDENT else text[:6])
    nationality = None
    if kind is Kind.FOREIGN_RESIDENT:
        found = find_country(text[3:6])
        nationality = found.code if found else None
        warnings += () if found else ("country_unknown",)
    today = clock.today()
    born = _birth_date(text[6:14], today)
    if born.year < today.year - _OLDEST:
        warnings += ("age_unlikely",)
    sex = Sex.MALE if int(text[16]) % 2 else Sex.FEMALE
    return Document(kind, ISSUER_CHINA, text, born, sex, region, nationality, warnings)


@lru_cache(maxsize=8192)
def _region(code: str) -> tuple[str, tuple[str, ...]]:
    """The region of an 18-character number; a foreigner's card names the province only."""
    region = regions.find(code)
    if region is None:
        raise _no("region_unknown", _("号码中的行政区划代码从未有过，请按证件逐位核对。"))
    return code, () if region.is_current else ("region_retired",)


def _birth_date(digits: str, today: dt.date) -> dt.date:
    try:
        born = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise _no("birth_date", _("号码中的出生日期不存在，请按证件逐位核对。")) from None
    if born > today:
        raise _no("birth_future", _("号码中的出生日期还没有到，请按证件逐位核对。"))
    return born


def _card_of_2017(text: str) -> Document:
    """Three letters of nationality, four digits of place, YYMMDD, sequence, check.

    The century is not told, so the birth date is typed. A published specimen fails the check;
    that is why it only warns, unless the letters are no country either.
    """
    found = find_country(text[:3])
    proven = text[-1] == travel_check(text[:-1])
    if not found and not proven:
        raise _wrong_check(text)
    warnings = (() if proven else ("check_unproven",)) + (() if found else ("country_unknown",))
    return Document(
        Kind.FOREIGN_RESIDENT,
        ISSUER_CHINA,
        text,
        nationality=found.code if found else None,
        warnings=warnings,
    )


def _passport(text: str, country: str) -> Document:
    if country and find_country(country) is None:
        raise Refused("country", _("请从列表中选择签发护照的国家（地区）。"), field="country")
    if not _PASSPORT.fullmatch(text):
        raise _no("passport", _("护照号码应为 5 至 12 位字母和数字，请按护照重新填写。"))
    return Document(Kind.PASSPORT, country, text)


def _wrong_check(text: str) -> Refused:
    if len(text) == 18 and text.endswith("000"):
        return _no(
            "digits_lost",
            _(
                "号码末三位是 000 且校验不符，多半是表格软件丢失了末尾数字；"
                "请把单元格设为文本，按证件重新填写。"
            ),
        )
    return _no("check_digit", _("号码的校验位不符，至少有一位填错了，请按证件逐位核对。"))


def _misshapen(text: str) -> Refused:
    if _WITHDRAWN.fullmatch(text):
        return _no(
            "withdrawn",
            _("15 位的旧身份证号码已停止使用，请填写现在身份证上的 18 位号码。"),
        )
    if re.search("[A-WYZ]", text) or "X" in text[:-1]:
        return _no(
            "letters",
            _("身份证号码里只能有数字，末位可以是 X；请检查字母和数字是否混淆（如 O 与 0）。"),
        )
    if len(text) < 18:
        return _no("too_short", _("号码不足 18 位，请按证件填写完整。"))
    return _no("too_long", _("号码超过 18 位，请按证件重新填写。"))


def _no(code: str, sentence: object) -> Refused:
    return Refused(code, sentence, field="number")  # type: ignore[arg-type]
