"""Verbs and look-ups of the certificate catalogue."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Model, Q, QuerySet, Value, When
from pypinyin import Style, lazy_pinyin

from creditbank.bank import memory
from creditbank.bank.catalogue import windows
from creditbank.bank.catalogue.models import CertificateType, Grams, Kind, Version
from creditbank.bank.history import Actor, verb

MOST = 1000  # nobody turns more pages than that
SHOWN = (
    *("code", "name_zh", "name_en", "issuer_zh", "issuer_en"),
    *("kind__name_zh", "kind__name_en"),
)


def search(text: str = "", *, kind: str = "", issuer: str = "") -> QuerySet[CertificateType]:
    """Entries whose name, alias, kind, issuer, code or pinyin initials hold every word.

    What is called exactly so comes first, then what begins so, then the rest in catalogue order.
    The rows hold what a list shows, no more.
    """
    found = CertificateType.objects.filter(retired_on__isnull=True).alias(grams=Grams("search"))
    plain = _plain(text)
    for word in plain.split():
        # Two characters make no trigram; they have an index of their own.
        short = len(word) <= Grams.LONGEST
        found = found.filter(Q(grams__contains=[word]) if short else Q(search__contains=word))
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


@memory.kept(seconds=60)
def issuers() -> list[str]:
    """Everybody who issues something of the catalogue, for the picker's filter."""
    named = CertificateType.objects.filter(retired_on__isnull=True).exclude(issuer_zh="")
    return sorted(named.values_list("issuer_zh", flat=True).distinct(), key=initials)


@verb
def load(kinds: dict[str, Any], catalogue: dict[str, Any], *, by: Actor) -> int:
    """Bring kinds and entries from the exchange files in; how many were new or changed.

    Running it twice changes nothing. An entry that a file does not name stays as it is.
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
        written = _write(entry, _entry(given, sets, known_kinds))
        changed += _write_versions(entry, given["versions"]) or written
    return changed


def _write(row: Model, values: dict[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    new = row._state.adding  # noqa: SLF001 - Django's public spelling
    for name, value in changed.items():
        setattr(row, name, value)
    if changed or new:
        row.save(force_insert=new)
    return bool(changed or new)


def _write_versions(entry: CertificateType, given: Iterable[dict[str, Any]]) -> bool:
    wanted = [_version(entry, window) for window in given]
    present = sorted(entry.versions.all(), key=lambda row: row.id)
    if [_told(row) for row in wanted] == [_told(row) for row in present]:
        return False
    entry.versions.all().delete()
    Version.objects.bulk_create(wanted)
    return True


def _told(row: Version) -> tuple[Any, ...]:
    return (row.name_zh, row.shown_from, row.shown_until, row.issued_from, row.issued_until)


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
        "issuer_code": issuer.get("code", ""),
        "issuer_zh": issuer.get("name_zh", ""),
        "issuer_en": issuer.get("name_en", ""),
        "score": given["score_scale"] or {},
        "family": given["family"] or "",
        "extra_fields": [_field(field, sets) for field in given["extra_fields"]],
        "number_pattern": given["number_pattern"] or "",
        "initials": initials(given["name_zh"]),
        "search": _searched(given, issuer, kinds[given["kind"]]),
        "source": source if isinstance(source, str) else str(source),
        "is_sample": given["sample"],
    }


def _field(field: dict[str, Any], sets: dict[str, Any]) -> dict[str, Any]:
    named = isinstance(field.get("choices"), str)
    return {**field, "choices": sets[field["choices"]]} if named else field


def _searched(given: dict[str, Any], issuer: dict[str, str], kind: Kind) -> str:
    chinese = [given["name_zh"], *given["aliases"]]
    shorts = dict.fromkeys(initials(name) for name in chinese)
    names = [*chinese, given["name_en"], issuer.get("name_zh", ""), issuer.get("name_en", "")]
    return _plain(" ".join([*names, kind.name_zh, given["code"], *shorts]))


def _plain(text: str) -> str:
    """For comparing: full-width letters narrowed, capitals small."""
    return unicodedata.normalize("NFKC", text).lower().strip()


def _version(entry: CertificateType, window: dict[str, Any]) -> Version:
    since, until = window.get("issued_from"), window.get("issued_until")
    return Version(
        certificate_type=entry,
        name_zh=window.get("name_zh") or "",
        issued_from=windows.bound(since, last=False),
        issued_until=windows.bound(until, last=True),
        shown_from=since or "",
        shown_until=until or "",
        precision=window.get("until_precision") or window.get("from_precision") or "year",
    )
