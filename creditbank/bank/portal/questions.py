"""Verbs on questions and answers, and finding one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from creditbank.bank import ids, revisions
from creditbank.bank.history import Actor, verb
from creditbank.bank.portal.models import Question, Topic
from creditbank.bank.refusals import Refused

_TEXTS = ("question_zh", "question_en", "answer_zh", "answer_en")


def search(text: str = "") -> list[Question]:
    """The public questions that hold every word in question or answer, by topic and place."""
    found = Question.objects.filter(is_public=True)
    for word in text.split():
        holds = Q()
        for name in _TEXTS:
            holds |= Q(**{f"{name}__icontains": word})
        found = found.filter(holds)
    order = {topic: place for place, topic in enumerate(Topic.values)}
    return sorted(found, key=lambda row: (order[row.topic], row.position, row.code))


@verb
def seed(questions: Iterable[Mapping[str, str]], *, by: Actor) -> int:
    """Enter the questions that are not there yet (columns by name); give how many."""
    known = set(Question.objects.values_list("code", flat=True))
    names = ("code", "topic", *_TEXTS)
    new = [
        Question(position=position, **{name: given[name] for name in names})
        for position, given in enumerate(questions)
        if given["code"] not in known
    ]
    Question.objects.bulk_create(new)
    return len(new)


@verb
def write(*, by: Actor, **values: Any) -> Question:
    """Add a question."""
    _require_sound(values)
    return Question.objects.create(code=f"q-{ids.uuid7().hex[-8:]}", **values)


@verb
def edit(question: Question, *, seen: int, by: Actor, **values: Any) -> Question:
    """Change a question or whether it is shown; refused where somebody else saved since `seen`."""
    _require_sound(values)
    revisions.revise(question, seen, **values)
    return question


def _require_sound(values: Mapping[str, Any]) -> None:
    if not values["question_zh"].strip():
        raise Refused("question_missing", _("请填写中文问题。"), field="question_zh")
    if not values["answer_zh"].strip():
        raise Refused("answer_missing", _("请填写中文答复。"), field="answer_zh")
