"""Why something is returned or rejected: the list of reasons, and remarks made of it.

The list is data (`data/reasons.json`): per kind of case and field a code with its sentences.
"""

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Verdict

FILE = Path(__file__).parents[3] / "data" / "reasons.json"
LONGEST = 500
# Fields about which a reviewer can only say something in own words.
WITHOUT_REASONS = frozenset({"mark", "note"})
Remark = dict[str, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of the list; `verdicts` tells for which answers it may be given."""

    code: str
    verdicts: frozenset[str]
    zh: str
    en: str

    def sentence(self, language: str | None = None) -> str:
        """What the learner is to do, in a language (else that of the moment)."""
        return self.en if _english(language) else self.zh


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a submission (empty: the whole of it) and the reasons that concern it."""

    field: str
    zh: str
    en: str
    reasons: tuple[Reason, ...]

    def label(self, language: str | None = None) -> str:
        """The field's name, in a language (else that of the moment)."""
        return self.en if _english(language) else self.zh


@functools.cache
def parts(kind: str) -> tuple[Part, ...]:
    """Every field of a kind of case, in the order of the list."""
    told = json.loads(FILE.read_text("utf-8"))[kind]
    return tuple(
        Part(
            part["field"], part["label_zh"], part["label_en"], tuple(map(_reason, part["reasons"]))
        )
        for part in told
    )


def part_of(kind: str, field: str) -> Part | None:
    """The reasons for a field; those of `extra` serve each further field, notes have none."""
    wanted = "extra" if field.startswith("extra_") else field
    found = next((part for part in parts(kind) if part.field == wanted), None)
    return found or (Part(field, "", "", ()) if field in WITHOUT_REASONS else None)


def label(kind: str, field: str) -> str:
    """The name of a field in the language of the moment."""
    part = part_of(kind, field)
    return part.label() if part else field


def remarks(
    kind: str, verdict: str, told: Iterable[Mapping[str, Any]], *, language: str
) -> list[Remark]:
    """Remarks as they are kept and sent, from `{field, code, text}` as the reviewer gave them.

    `text` becomes what the learner reads: the reason's sentence and what the reviewer added, which
    is kept beside it as `more`. A negative answer needs at least one; an approval has none.
    """
    made = [_remark(kind, verdict, one, language) for one in told]
    if verdict == Verdict.APPROVE and made:
        raise Refused("remarks_left", _("填写了补正或不通过的原因，不能通过。请先清除原因。"))
    if verdict != Verdict.APPROVE and not made:
        raise Refused("reason_missing", _("请至少写明一处原因，学习者需要知道改什么、为什么。"))
    return made


def _remark(kind: str, verdict: str, told: Mapping[str, Any], language: str) -> Remark:
    field, code = str(told.get("field") or ""), str(told.get("code") or "")
    more = str(told.get("text") or "").strip()[:LONGEST]
    part = part_of(kind, field)
    if part is None:
        raise Refused("unknown_field", _("没有这个栏目，请刷新页面重试。"))
    reason = next((row for row in part.reasons if row.code == code), None)
    if code and reason is None:
        raise Refused("unknown_reason", _("没有这个原因，请重新选择。"), field=field)
    if reason is None and not more:
        raise Refused("reason_missing", _("请选择原因，或者用文字写明。"), field=field)
    if reason and verdict not in reason.verdicts and verdict != Verdict.APPROVE:
        raise Refused("reason_misplaced", _misplaced(verdict), field=field)
    sentence = reason.sentence(language) if reason else ""
    return {
        "field": field,
        "code": code,
        "text": " ".join(filter(None, [sentence, more])),
        "more": more,
    }


def _misplaced(verdict: str) -> Any:
    if verdict == Verdict.RETURN:
        return _("这个原因用于“不通过”，退回补正请另选原因。")
    return _("这个原因用于“退回补正”，不通过请另选原因或用文字写明。")


def _reason(told: Mapping[str, Any]) -> Reason:
    return Reason(told["code"], frozenset(told["verdicts"]), told["text_zh"], told["text_en"])


def _english(language: str | None) -> bool:
    return (language or get_language() or "").startswith("en")
