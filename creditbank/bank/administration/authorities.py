"""How far somebody's hand reaches in the tree, and what of it may be written down at all."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creditbank.bank import regions
from creditbank.bank.access.permissions import may_grant
from creditbank.bank.organisations.models import Appointment, Capacity, Organisation
from creditbank.bank.organisations.roles import Role
from creditbank.bank.refusals import Refused

Problem = tuple[str, str | Promise]

RESPONSIBLE = ("responsible_name", "responsible_phone")
FACTS = ("name_zh", "name_en", "capacities", "region", *RESPONSIBLE)
LONGEST = {"name_zh": 120, "name_en": 200, "responsible_name": 60, "responsible_phone": 40}
_CODE = re.compile(r"[0-9A-Z]+(-[0-9A-Z]+)*")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,36}[0-9]")


@dataclass(frozen=True)
class Authority:
    """Whose hand: everything at and below `top`, and the capacities they may give and take."""

    top: Organisation
    grants: frozenset[Capacity]

    def owns(self, organisation: Organisation) -> bool:
        """Whether an organisation lies strictly below, where everything may be changed."""
        below = organisation.is_within(self.top) and organisation.pk != self.top.pk
        return below or self.top.path.count("/") == 1


def of(seat: Appointment) -> Authority:
    """The authority of an administrator under the appointment they act under."""
    return Authority(seat.organisation, may_grant(seat.role))


def of_operator(top: Organisation) -> Authority:
    """The authority of whoever works on the machine itself."""
    return Authority(top, may_grant(Role.NATIONAL_ADMIN))


def is_code(code: str) -> bool:
    """Whether something can be the code of an organisation."""
    return bool(_CODE.fullmatch(code)) and len(code) <= 20


def refuse_code(code: str) -> None:
    """Raise where a code cannot be one, or belongs to somebody, within reach or not."""
    if not is_code(code):
        raise Refused("code_shape", CODE_SHAPE, field="code")
    if Organisation.objects.filter(code=code).exists():
        raise Refused("code_taken", CODE_TAKEN, field="code")


def refuse_facts(authority: Authority, before: Collection[str], told: Mapping[str, Any]) -> None:
    """Raise at the first fact that may not stand there; `before` are the capacities until now."""
    for field, sentence in problems(authority, before, told):
        raise Refused("fact", sentence, field=field)


def problems(
    authority: Authority, before: Collection[str], told: Mapping[str, Any]
) -> Iterator[Problem]:
    """What is wrong with facts, fact by fact."""
    if not told["name_zh"]:
        yield "name_zh", _("请填写机构名称。")
    for field, longest in LONGEST.items():
        if len(told[field]) > longest:
            yield field, _("最多 %(n)d 个字，请写短一些。") % {"n": longest}
    if told["responsible_phone"] and not _TELEPHONE.fullmatch(told["responsible_phone"]):
        yield "responsible_phone", _("请填写电话号码，例如 0931-555-0100。")
    region = regions.find(told["region"]) if told["region"] else None
    if told["region"] and (region is None or not region.is_current):
        yield "region", _("没有这个行政区划代码。请填写六位代码，例如 620100。")
    if not told["capacities"]:
        yield "capacities", _("请至少选择一种类型。")
    foreign = set(before) ^ set(told["capacities"])
    foreign -= {str(one) for one in authority.grants}
    if foreign:
        yield "capacities", _("这些类型要由上级设定：%(named)s。") % {"named": named(foreign)}


def named(capacities: Collection[str]) -> str:
    """Capacities in words, in the order in which they are always told."""
    return "、".join(str(one.label) for one in Capacity if one in capacities)


CODE_SHAPE = _("代码由数字、大写字母和连字符组成，最多 20 位。")
# The same whoever has it: a code out of reach tells nothing about its organisation.
CODE_TAKEN = _("这个代码不能使用，请换一个。")
