"""The kinds of document the bank accepts, under the names that people and rosters use."""

from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What sort of document a number stands on; the value is part of the fingerprint."""

    RESIDENT = "resident", _("居民身份证")
    HONG_KONG_MACAO = "hk_macao_permit", _("港澳居民居住证")
    TAIWAN = "taiwan_permit", _("台湾居民居住证")
    FOREIGN_RESIDENT = "foreign_resident", _("外国人永久居留身份证")
    PASSPORT = "passport", _("护照")


class Sex(TextChoices):
    """Sex as documents state it."""

    MALE = "male", _("男")
    FEMALE = "female", _("女")


WARNINGS = {
    "region_retired": _("号码中的行政区划代码已停用，在停用前出生的人仍可能持有。"),
    "age_unlikely": _("按号码计算的年龄超过 120 岁，请对照证件原件。"),
    "check_unproven": _("旧版永久居留证号码的校验位对不上，请对照证件原件。"),
    "country_unknown": _("号码中的国家（地区）代码不在国家标准中，请对照证件原件。"),
}

_CALLED = {
    Kind.RESIDENT: (
        "居民身份证",
        "身份证",
        "二代身份证",
        "第二代居民身份证",
        "中华人民共和国居民身份证",
    ),
    Kind.HONG_KONG_MACAO: ("港澳居民居住证", "港澳居住证", "港澳台居民居住证(港澳)"),
    Kind.TAIWAN: ("台湾居民居住证", "台湾居住证", "台胞居住证", "港澳台居民居住证(台湾)"),
    Kind.FOREIGN_RESIDENT: (
        "外国人永久居留身份证",
        "外国人永久居留证",
        "外国人居留证",
        "永久居留身份证",
    ),
    Kind.PASSPORT: ("护照", "外国护照", "中国护照", "普通护照"),
}
_BY_NAME = {name: kind for kind, names in _CALLED.items() for name in names}


@lru_cache(maxsize=256)
def kind_called(text: str) -> Kind | None:
    """The kind of a roster's 证件类型, or by its value; None when the words are not known."""
    name = "".join(text.split()).replace("（", "(").replace("）", ")")
    if name in Kind.values:
        return Kind(name)
    return _BY_NAME.get(name)
