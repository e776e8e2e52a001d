"""What stands against an entry as an editor wrote it; each refusal names the field it is about.

A field of a repeated row is named `levels-0-rank`: list, place, name.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from creditbank.bank.catalogue import windows
from creditbank.bank.catalogue.models import CertificateType
from creditbank.bank.refusals import Refused

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_FIELD_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
Items = Iterable[Mapping[str, Any]]


def require_code(code: str, field: str = "code") -> None:
    """Codes are Latin letters, digits, hyphen and underscore."""
    if not _CODE.fullmatch(code):
        sentence = _("代码只能用字母、数字、连字符和下划线，并以字母或数字开头。")
        raise Refused("code_wrong", sentence, field=field)


def require_sound(entry: CertificateType, told: Mapping[str, Any], versions: Items) -> None:
    """Raise the first thing that does not fit together."""
    if not told["name_zh"].strip():
        raise Refused("name_missing", _("请填写中文名称。"), field="name_zh")
    _require_pattern(told["number_pattern"])
    _require_codes("levels", told["levels"])
    if told["score"]:
        _require_scale(told["score"])
    _require_fields(entry, told["extra_fields"])
    for place, window in enumerate(versions):
        _require_window(place, window)


def _require_pattern(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        sentence = _("编号格式不是有效的正则表达式，例如 [0-9]{12}。")
        raise Refused("pattern_wrong", sentence, field="number_pattern") from error


def _require_codes(name: str, items: Items, allowed: re.Pattern[str] = _CODE) -> None:
    seen: set[str] = set()
    for place, item in enumerate(items):
        if not allowed.fullmatch(item["code"]):
            sentence = _("代码只能用小写字母、数字和下划线；留空则自动生成。")
            raise Refused("code_wrong", sentence, field=f"{name}-{place}-code")
        if item["code"] in seen:
            twice = _("代码“%(code)s”用了两次。") % {"code": item["code"]}
            raise Refused("code_twice", twice, field=f"{name}-{place}-code")
        seen.add(item["code"])


def _require_scale(score: Mapping[str, Any]) -> None:
    if score["min"] >= score["max"]:
        raise Refused("scale_wrong", _("最高分要大于最低分。"), field="score_max")
    _require_codes("bands", score["bands"])
    for place, band in enumerate(score["bands"]):
        if not score["min"] <= band["min"] <= band["max"] <= score["max"]:
            sentence = _("等第的分数要在最低分和最高分之间，且由低到高。")
            raise Refused("band_off_scale", sentence, field=f"bands-{place}-min")


def _require_fields(entry: CertificateType, fields: Items) -> None:
    fields = list(fields)
    _require_codes("fields", fields, _FIELD_CODE)
    types = {one["code"]: one["type"] for one in entry.former.get("extra_fields", [])}
    types |= {one["code"]: one["type"] for one in entry.extra_fields}
    for place, one in enumerate(fields):
        if types.get(one["code"], one["type"]) != one["type"]:
            sentence = _(
                "已有栏目不能改变类型，否则以前填写的内容会读错；请删去它，另加一个新栏目。"
            )
            raise Refused("type_changed", sentence, field=f"fields-{place}-type")
        if one["type"] != "choice":
            continue
        if not one.get("choices"):
            sentence = _("请写出可供选择的各项，每行一项。")
            raise Refused("choices_missing", sentence, field=f"fields-{place}-choices")
        if len({item["code"] for item in one["choices"]}) < len(one["choices"]):
            sentence = _("有两项的代码相同。")
            raise Refused("choice_twice", sentence, field=f"fields-{place}-choices")


def _require_window(place: int, window: Mapping[str, Any]) -> None:
    for name in ("issued_from", "issued_until"):
        try:
            if window.get(name):
                windows.precision(window[name])
        except ValueError as error:
            sentence = _("请写成 1995、2005/1（第 1 次考试）、2013-09 或 2006-01-01。")
            raise Refused("date_wrong", sentence, field=f"versions-{place}-{name}") from error
    since = windows.bound(window.get("issued_from"), last=False)
    until = windows.bound(window.get("issued_until"), last=True)
    if since and until and until < since:
        sentence = _("停止颁发不能早于开始颁发。")
        raise Refused("window_reversed", sentence, field=f"versions-{place}-issued_until")
