"""Verbs on single entries of the catalogue: added, edited, retired, reinstated by a content editor.

What was deposited keeps its values: a field, level or mark that is taken away is remembered in
`former`, and a field never changes its type.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, revisions
from creditbank.bank.catalogue import checks, entries, versions
from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.bank.history import Actor, verb
from creditbank.bank.refusals import Refused

Items = list[dict[str, Any]]


@dataclass(frozen=True)
class Content:
    """What an editor says of an entry; shapes as in `data/catalogue.schema.json`.

    Levels, bands and extra fields without a code get one. `versions` hold `name_zh`, `issued_from`
    and `issued_until` as the catalogue tells dates.
    """

    kind: Kind
    name_zh: str
    name_en: str = ""
    aliases: list[str] = field(default_factory=list)
    issuer_code: str = ""
    issuer_zh: str = ""
    issuer_en: str = ""
    levels: Items = field(default_factory=list)
    score: dict[str, Any] = field(default_factory=dict)
    framework_level: int | None = None
    family: str = ""
    extra_fields: Items = field(default_factory=list)
    versions: Items = field(default_factory=list)
    number_pattern: str = ""
    source: str = ""


@verb
def add(code: str, content: Content, *, by: Actor) -> CertificateType:
    """Enter a new certificate type; its code stays for good."""
    checks.require_code(code)
    if CertificateType.objects.filter(code=code).exists():
        raise Refused("code_taken", _("这个代码已经用于另一种证书。"), field="code")
    entry = CertificateType(code=code)
    values = _values(entry, content)
    entry = CertificateType.objects.create(code=code, revision=1, **values)
    versions.write(entry, content.versions)
    return entry


@verb
def edit(entry: CertificateType, content: Content, *, seen: int, by: Actor) -> CertificateType:
    """Change an entry; refused where somebody else saved since revision `seen`."""
    revisions.revise(entry, seen, **_values(entry, content))
    versions.write(entry, content.versions)
    return entry


@verb
def retire(entry: CertificateType, *, seen: int, by: Actor, reason: str = "") -> None:
    """Nobody can choose it any more; what was deposited stays."""
    revisions.revise(entry, seen, retired_on=clock.today())


@verb
def reinstate(entry: CertificateType, *, seen: int, by: Actor, reason: str = "") -> None:
    """It can be chosen again."""
    revisions.revise(entry, seen, retired_on=None)


def _values(entry: CertificateType, content: Content) -> dict[str, Any]:
    told = {name: value for name, value in vars(content).items() if name != "versions"}
    told["levels"] = _coded(content.levels, "name_zh")
    told["extra_fields"] = [_with_codes(one) for one in _coded(content.extra_fields, "label_zh")]
    if content.score:
        told["score"] = {**content.score, "bands": _coded(content.score["bands"], "name_zh")}
    checks.require_sound(entry, told, content.versions)
    issuer = {"name_zh": content.issuer_zh, "name_en": content.issuer_en}
    named = {"code": entry.code, **told}
    return {**told, **entries.found_by(named, issuer, content.kind), "former": _former(entry, told)}


def _with_codes(extra: dict[str, Any]) -> dict[str, Any]:
    return (
        {**extra, "choices": _coded(extra["choices"], "name_zh")} if "choices" in extra else extra
    )


def _coded(items: Items, named: str) -> Items:
    """The same with a code each: pinyin initials where none was given, numbered where taken."""
    taken = {item["code"] for item in items if item.get("code")}
    coded = []
    for item in items:
        code = item.get("code") or _free(entries.initials(item[named]), taken)
        taken.add(code)
        coded.append({**item, "code": code})
    return coded


def _free(wanted: str, taken: set[str]) -> str:
    plain = "".join(sign for sign in wanted if sign.isascii())[:30].lstrip("0123456789") or "x"
    numbered = (f"{plain}{number}" for number in range(2, len(taken) + 3))
    return plain if plain not in taken else next(code for code in numbered if code not in taken)


def _former(entry: CertificateType, told: dict[str, Any]) -> dict[str, Items]:
    """Everything that was ever offered, the latest words of each, with all choices it ever had."""
    before = entry.former
    fields = {one["code"]: one for one in before.get("extra_fields", [])}
    for one in entry.extra_fields:
        fields[one["code"]] = _with_all_choices(one, fields.get(one["code"]))
    levels = _by_code([*before.get("levels", []), *entry.levels])
    bands = _by_code([*before.get("bands", []), *entry.bands])
    kept = {"extra_fields": list(fields.values()), "levels": levels, "bands": bands}
    return {name: items for name, items in kept.items() if items}


def _with_all_choices(one: dict[str, Any], earlier: dict[str, Any] | None) -> dict[str, Any]:
    if "choices" not in one or not earlier:
        return one
    return {**one, "choices": _by_code([*earlier.get("choices", []), *one["choices"]])}


def _by_code(items: Items) -> Items:
    return list({item["code"]: item for item in items}.values())
