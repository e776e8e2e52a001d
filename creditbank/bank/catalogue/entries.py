"""Verbs and look-ups of the certificate catalogue."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Model, Q, QuerySet, Value, When
from pypinyin import Style, lazy_pinyin

from creditbank.bank import memory
from creditbank.bank.catalogue import versions
from creditbank.bank.catalogue.models import CertificateType, Grams, Kind
from creditbank.bank.history import Actor, verb

_ISSUER = {"code": "code", "zh": "name_zh", "en": "name_en"}
MOST = 1000  # nobody turns more pages than that
SHOWN = (
    *("code", "name_zh", "name_en", "issuer_zh", "issuer_en", "retired_on"),
    *("kind__name_zh", "kind__name_en"),
)


def search(
    text: str = "",
    *,
    kind: str = "",
    issuer: str = "",
    retired: bool = False,
    loosely: bool = False,
) -> QuerySet[CertificateType]:
    """Entries whose name, alias, kind, issuer, code or pinyin initials hold every word.

    `loosely`: a word may be broken in one place: 计算机等级二级 finds 计算机等级考试二级.
    What is called exactly so comes first, then what begins so, then the rest in catalogue order.
    The rows hold what a list shows, no more.
    """
    found = CertificateType.objects.filter(retired_on__isnull=not retired)
    found = found.alias(grams=Grams("search"))
    plain = _plain(text)
    for word in plain.split():
        found = found.filter(_holds(word, loosely=loosely))
    if kind:
        found = found.filter(kind_id=kind)
    if issuer:
        found = found.filter(issuer_zh=issuer)
    ranks = [
        When(Q(aliases__contains=[text.strip()]) | Q(name_zh=text.strip()), then=Value(0)),
        When(Q(initials__startswith=plain) | Q(name_zh__istartswith=text.strip()), then=Value(1)),
    ]
    rank = Case(*ranks, default=Value(2)) if plain else Value(0)
    shown = found.select_related("kind").only(*SHOWN)
    return shown.order_by(rank, "kind__position", "code")


def _holds(word: str, *, loosely: bool) -> Q:
    # Two characters make no trigram; they have an index of their own.
    if len(word) <= Grams.LONGEST:
        return Q(grams__contains=[word])
    if loosely:
        parts = ((re.escape(word[:at]), re.escape(word[at:])) for at in range(1, len(word)))
        broken = "|".join("[^ ]*".join(two) for two in parts)
        return Q(grams__contains=sorted(set(word)), search__regex=broken)
    return Q(search__contains=word)


@memory.kept(seconds=60)
def opening() -> list[CertificateType]:
    """What the catalogue opens with: its first entries, `MOST` at most.

    Kept, for putting fifty thousand entries in order takes longer than the page that shows some.
    """
    return list(search()[:MOST])


def find(code: str) -> CertificateType | None:
    """An entry that can still be chosen."""
    known = CertificateType.objects.select_related("kind")
    return known.filter(code=code, retired_on__isnull=True).first()


def initials(text: str) -> str:
    """Pinyin initials of a text, Latin letters and digits kept: 计算机一级B → jsjyjb."""
    parts = lazy_pinyin(text, style=Style.FIRST_LETTER)
    return "".join(part for part in "".join(parts).lower() if part.isalnum())


def found_by(given: Mapping[str, Any], issuer: Mapping[str, str], kind: Kind) -> dict[str, str]:
    """The columns by which an entry is found: `initials` of its name, `search` of all it is called."""
    chinese = [given["name_zh"], *given["aliases"]]
    shorts = dict.fromkeys(initials(name) for name in chinese)
    names = [*chinese, given["name_en"], issuer.get("name_zh", ""), issuer.get("name_en", "")]
    search = _plain(" ".join([*names, kind.name_zh, given["code"], *shorts]))
    return {"initials": initials(given["name_zh"])[:300], "search": search}


@memory.kept(seconds=60)
def issuers() -> list[str]:
    """Everybody who issues something of the catalogue, for the picker's filter."""
    named = CertificateType.objects.filter(retired_on__isnull=True).exclude(issuer_zh="")
    return sorted(named.values_list("issuer_zh", flat=True).distinct(), key=initials)


@verb
def load(kinds: dict[str, Any], catalogue: dict[str, Any], *, by: Actor) -> int:
    """Bring kinds and entries from the exchange files in; how many were new or changed.

    Running it twice changes nothing. An entry that a file does not name stays as it is, and so does
    one that was edited by hand.
    """
    changed = 0
    known_kinds = Kind.objects.in_bulk()
    for position, given in enumerate(kinds["kinds"]):
        kind = known_kinds.setdefault(given["code"], Kind(code=given["code"]))
        changed += _write(kind, _kind(given, position))
    known = {row.code: row for row in CertificateType.objects.prefetch_related("versions")}
    sets = catalogue.get("choice_sets", {})
    for given in catalogue["types"]:
        entry = known.get(given["code"]) or CertificateType(code=given["code"])
        if entry.revision:
            continue
        written = _write(entry, _entry(given, sets, known_kinds))
        changed += versions.write(entry, given["versions"]) or written
    return changed


def _write(row: Model, values: dict[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    new = row._state.adding  # noqa: SLF001 - Django's public spelling
    for name, value in changed.items():
        setattr(row, name, value)
    if changed or new:
        row.save(force_insert=new)
    return bool(changed or new)


def _kind(given: dict[str, Any], position: int) -> dict[str, Any]:
    return {
        "outcome_class": given["class"],
        "position": position,
        "is_other": given["is_other"],
        "policy": given.get("certification") or {},
        **{name: given[name] for name in ("name_zh", "name_en", "definition_zh", "definition_en")},
    }


def _entry(given: dict[str, Any], sets: dict[str, Any], kinds: dict[str, Kind]) -> dict[str, Any]:
    issuer = given["issuer"] or {}
    plain = ("name_zh", "name_en", "aliases", "levels", "framework_level")
    source = given["source"]
    return {
        **{name: given[name] for name in plain},
        "kind_id": given["kind"],
        **{f"issuer_{name}": issuer.get(told, "") for name, told in _ISSUER.items()},
        "score": given["score_scale"] or {},
        "family": given["family"] or "",
        "extra_fields": [_field(field, sets) for field in given["extra_fields"]],
        "number_pattern": given["number_pattern"] or "",
        **found_by(given, issuer, kinds[given["kind"]]),
        "source": source if isinstance(source, str) else str(source),
        "is_sample": given["sample"],
    }


def _field(field: dict[str, Any], sets: dict[str, Any]) -> dict[str, Any]:
    named = isinstance(field.get("choices"), str)
    return {**field, "choices": sets[field["choices"]]} if named else field


def _plain(text: str) -> str:
    """For comparing: full-width letters narrowed, capitals small."""
    return unicodedata.normalize("NFKC", text).lower().strip()
