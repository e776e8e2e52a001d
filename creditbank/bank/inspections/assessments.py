"""Verbs on the sample: each case is worked through, question by question."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.history import Actor, verb
from creditbank.bank.inspections import draws
from creditbank.bank.inspections.models import Answer, Inspection, Sampled
from creditbank.bank.inspections.stages import AT_WORK
from creditbank.bank.messages import rendering
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.oneself import Oneself

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Mark:
    """An answer to one question; a finding says in the remark what is wrong."""

    answer: str
    remark: str = ""


def samples(inspection: Inspection, below: Organisation) -> QuerySet[Sampled]:
    """The sampled cases that lie within reach today; a person who moved away is not seen."""
    rows = inspection.samples.filter(case__place__path__startswith=below.path)
    return rows.select_related("case", "case__place").order_by("position")


def unassessed(inspection: Inspection, below: Organisation) -> int:
    """How many cases within reach nobody has worked through yet."""
    return samples(inspection, below).filter(assessed_at=None).count()


@verb
def assess(sampled: Sampled, marks: Sequence[Mark], *, oneself: Oneself, by: Actor) -> None:
    """Answer every question about a case; may be done again until the notice is out.

    Refused: `own_decision`, `unanswered`, `remark_missing` (field: `answer_3`, `remark_3`), `moved_on`.
    """
    inspection = Inspection.objects.select_for_update().get(pk=sampled.inspection_id)
    refuse_own(sampled, oneself)
    answers = [asdict(mark) for mark in _sound(marks, len(inspection.questions))]
    lifecycle.move(inspection, "begin")
    sampled.answers, sampled.assessed_at = answers, clock.now()
    sampled.assessed_by_label = by.actor_label
    sampled.save(update_fields=["answers", "assessed_at", "assessed_by_label"])


def refuse_own(sampled: Sampled, oneself: Oneself) -> None:
    """Raise where somebody would inspect their own decision or submission."""
    if Case.objects.filter(draws.decided_by(oneself.users), pk=sampled.case_id).exists():
        sentence = _("这一件由您审核或由您提交，不能由您检查，请由另一位管理员办理。")
        raise Refused("own_decision", sentence)


def is_at_work(inspection: Inspection) -> bool:
    """Whether cases may still be assessed."""
    return inspection.stage in AT_WORK


def _sound(marks: Sequence[Mark], count: int) -> list[Mark]:
    told = [Mark(mark.answer, _words(mark.remark)) for mark in marks]
    for place, mark in enumerate(told):
        if mark.answer not in Answer.values:
            raise Refused("unanswered", _("请选择一项。"), field=f"answer_{place}")
        if mark.answer == Answer.FINDING and not mark.remark:
            sentence = _("请写明问题是什么，被检查机构会看到这段话。")
            raise Refused("remark_missing", sentence, field=f"remark_{place}")
    if len(told) != count:
        raise Refused("unanswered", _("请回答每一个问题。"))
    return told


def _words(text: str) -> str:
    # What is written here leaves this desk: a document number that slipped in is masked.
    return str(rendering.masked(text.strip()[:LONGEST]))
