"""Verbs on checklists: the questions of an inspection, published in versions.

The bank brings its own (`data/checklists.json`, version 0); an organisation that publishes others
uses those, and so does everybody below who has none.
"""

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from creditbank.bank.history import Actor, verb
from creditbank.bank.inspections.models import Checklist
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Kind
from creditbank.bank.revisions import edited_meanwhile

FILE = Path(__file__).parents[3] / "data" / "checklists.json"
MOST, LONGEST = 30, 200
Question = dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """The questions in force; version 0 and no organisation: as the bank brings them."""

    questions: list[Question]
    version: int = 0
    organisation: Organisation | None = None


def current(organisation: Organisation, kind: str) -> Known:
    """What an inspection by this organisation asks today."""
    above = Organisation.objects.above(organisation)
    rows = Checklist.objects.filter(organisation__in=above, kind=kind)
    found = rows.select_related("organisation").order_by("-organisation__path", "-version").first()
    if found is None:
        return Known(_delivered()[kind])
    return Known(found.questions, found.version, found.organisation)


def own_version(organisation: Organisation, kind: str) -> int:
    """The version that an organisation itself has published last; 0 for none."""
    rows = Checklist.objects.filter(organisation=organisation, kind=kind).order_by("-version")
    return rows.values_list("version", flat=True).first() or 0


@verb
def publish(
    organisation: Organisation, kind: str, questions: list[Question], *, seen: int, by: Actor
) -> Checklist:
    """Put a new version into force for inspections drawn from now on.

    `seen` is the version that the editor had before them. Refused: `questions`, `edited_meanwhile`.
    """
    asked = [_sound(one) for one in questions if any(one.values())]
    if not 1 <= len(asked) <= MOST:
        sentence = _("请填写 1 到 %(most)s 个问题，每行一个。") % {"most": MOST}
        raise Refused("questions", sentence, field="questions")
    if own_version(organisation, kind) != seen:
        raise edited_meanwhile()
    row = Checklist(organisation=organisation, kind=Kind(kind), version=seen + 1)
    row.questions, row.by_label = asked, by.actor_label
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise edited_meanwhile() from error
    return row


def told(question: Question) -> str:
    """A question in the reader's language."""
    english = (get_language() or "").startswith("en")
    return (question["en"] if english else "") or question["zh"]


def _sound(question: Question) -> Question:
    chinese, english = question.get("zh", "").strip(), question.get("en", "").strip()
    if not chinese or max(len(chinese), len(english)) > LONGEST:
        sentence = _("每个问题都要有中文，中英文各不超过 %(most)s 个字符。") % {"most": LONGEST}
        raise Refused("questions", sentence, field="questions")
    return {"zh": chinese, "en": english}


@functools.cache
def _delivered() -> dict[str, list[Question]]:
    told: dict[str, list[Question]] = json.loads(FILE.read_text("utf-8"))
    return told
