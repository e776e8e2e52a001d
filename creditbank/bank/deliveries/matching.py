"""What a result is an instance of, and whether its institution issued it itself."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creditbank.bank.catalogue import windows
from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.bank.deliveries.names import same
from creditbank.bank.deliveries.rows import Result
from creditbank.bank.organisations.models import Capacity, Organisation

COURSE = "course"
_UNLISTED = "non_formal_other"
# What a course's entry asks for beside the facts that bear the same code.
_OF_A_COURSE = {"course_name": "title", "study_level": "level", "credits": "credits"}

Doubt = tuple[str, str | Promise]


@dataclass(frozen=True)
class Matched:
    """A result in the words of the catalogue; each doubt with the field that it is about."""

    result: Result
    is_issuers: bool
    doubts: Sequence[Doubt] = ()


class Matcher:
    """The catalogue as it is while a sheet is read, for one institution."""

    def __init__(self, organisation: Organisation) -> None:
        """Read the catalogue once."""
        self.code = organisation.code
        self.is_issuer = Capacity.ISSUER in organisation.capacities
        names = (organisation.name_zh, organisation.name_en, organisation.code)
        self.names = {same(name) for name in names if name}
        self.called: dict[str, list[CertificateType]] = defaultdict(list)
        self.courses: dict[str, list[CertificateType]] = defaultdict(list)
        rows = CertificateType.objects.filter(retired_on=None).prefetch_related("versions")
        for entry in rows:
            self._enter(entry)
        kinds = Kind.objects.values_list("code", "name_zh", "is_other")
        self.kinds = {same(name): code for code, name, other in kinds if not other}

    def _enter(self, entry: CertificateType) -> None:
        versions = [row.name_zh for row in entry.versions.all()]
        names = (entry.code, entry.name_zh, entry.name_en, *entry.aliases, *versions)
        for name in {same(name) for name in names if name}:
            self.called[name].append(entry)
        if entry.kind_id == COURSE and (entry.issuer_code or entry.issuer_zh):
            for name in {entry.issuer_code, same(entry.issuer_zh)} - {""}:
                self.courses[name].append(entry)

    def match(self, sheet: str, result: Result) -> Matched:
        """The result with its kind, entry, and codes of levels and marks."""
        if sheet == "certificates":
            return self._certificate(result)
        is_own = sheet == "courses" or same(result.issuer) in self.names
        found = self.courses.get(self.code if is_own else same(result.issuer), [])
        entry = found[0] if len(found) == 1 else None
        return Matched(_course(result, entry), self.is_issuer and is_own)

    def _certificate(self, result: Result) -> Matched:
        kind = self.kinds.get(same(result.facts.get("type", "")), _UNLISTED)
        found = self._entries(result)
        if len(found) != 1:
            doubt = [("title", AMBIGUOUS)] if found else []
            own = same(result.issuer) in self.names
            return Matched(replace(result, kind=kind), self.is_issuer and own, doubt)
        entry = found[0]
        told = replace(
            result,
            kind=entry.kind_id,
            entry=entry.code,
            issuer=entry.issuer_zh or result.issuer,
            level=_level(result.level, entry) or result.level,
            mark=_mark(result.mark, entry),
        )
        return Matched(told, self._issues(entry, result), list(_doubts(result, entry)))

    def _entries(self, result: Result) -> list[CertificateType]:
        """Entries called so, as far as level, issuer and date tell them apart."""
        title, level = same(result.title), same(result.level)
        found = self.called.get(title, []) or self.called.get(title + level, [])
        tests: tuple[Callable[[CertificateType], bool], ...] = (
            lambda entry: bool(level) and bool(_level(result.level, entry)),
            lambda entry: same(entry.issuer_zh) == same(result.issuer),
            lambda entry: _issued(result, entry) != windows.Answer.NO,
            lambda entry: same(entry.name_zh) == title,
        )
        for test in tests:
            if len(found) > 1:
                found = [entry for entry in found if test(entry)] or found
        return found

    def _issues(self, entry: CertificateType, result: Result) -> bool:
        if entry.issuer_code or entry.issuer_zh:
            own = entry.issuer_code == self.code or same(entry.issuer_zh) in self.names
        else:
            own = same(result.issuer) in self.names
        return self.is_issuer and own


AMBIGUOUS = _("证书目录里有几种证书叫这个名称，没有对应到其中一种；写上全名或等级就能对应。")


@lru_cache(maxsize=2)
def of_reading(organisation: UUID, _staging: UUID) -> Matcher:
    """The same matcher for all batches of one reading."""
    return Matcher(Organisation.objects.get(pk=organisation))


def _course(result: Result, entry: CertificateType | None) -> Result:
    """A course keeps its name; what its entry asks for is told under the entry's codes."""
    if entry is None:
        return replace(result, kind=COURSE)
    facts = dict(result.facts)
    for one in entry.extra_fields:
        value = facts.get(one["code"]) or getattr(result, _OF_A_COURSE.get(one["code"], ""), "")
        if value:
            facts[one["code"]] = _choice(value, one)
    return replace(
        result,
        kind=COURSE,
        entry=entry.code,
        issuer=entry.issuer_zh or result.issuer,
        level=_level(result.level, entry) or ("" if "study_level" in facts else result.level),
        mark=_mark(result.mark, entry),
        facts=facts,
    )


def _choice(value: str, one: dict[str, Any]) -> str:
    """The code of a choice that is called so; anything else as it stands."""
    return _called(value, one.get("choices", [])) or value


def _called(value: str, items: Iterable[dict[str, Any]]) -> str:
    """The code of the item called so: by code or name, with or without what stands in brackets."""
    told = same(value)
    for item in items:
        name = str(item["name_zh"])
        before, _bracket, inside = name.partition("（")
        names = (item["code"], name, before, inside.strip("）"), item.get("name_en", ""))
        if told and told in {same(str(one)) for one in names}:
            return str(item["code"])
    return ""


def _level(told: str, entry: CertificateType) -> str:
    if not told and len(entry.levels) == 1:
        return str(entry.levels[0]["code"])
    return _called(told, entry.levels)


def _mark(told: str, entry: CertificateType) -> str:
    """The mark as told; of an entry with marks its code, else nothing that the entry does not know."""
    return _called(told, entry.bands) if entry.bands else told


def _doubts(result: Result, entry: CertificateType) -> Iterable[Doubt]:
    if entry.levels and not _level(result.level, entry):
        yield "level", _("证书目录里，这种证书没有这个等级，请核对。")
    if _issued(result, entry) == windows.Answer.NO:
        yield "obtained_on", _("取得时间不在这种证书的颁发期间之内，请核对。")
    told, issuer = same(result.issuer), entry.issuer_zh
    if told and issuer and told not in {same(issuer), same(entry.issuer_code)}:
        sentence = _("证书目录里，这种证书由%(issuer)s颁发，请核对。")
        yield "issuer", sentence % {"issuer": issuer}
    scale = entry.score
    if result.score and scale and not scale["min"] <= Decimal(result.score) <= scale["max"]:
        yield "score", _("成绩不在这种证书的记分范围之内，请核对。")


def _issued(result: Result, entry: CertificateType) -> windows.Answer:
    if not result.obtained_on:
        return windows.Answer.UNCLEAR
    day = dt.date.fromisoformat(result.obtained_on)
    return windows.issued(entry.versions.all(), day, result.precision)
