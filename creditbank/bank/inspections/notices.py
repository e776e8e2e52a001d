"""Verbs on the rectification notice (整改通知): sent, reminded of; or the inspection ends without one."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, lifecycle
from creditbank.bank.calendar import working_days
from creditbank.bank.history import Actor, verb
from creditbank.bank.inspections import assessments, letters
from creditbank.bank.inspections.models import Finding, Inspection, Sampled
from creditbank.bank.inspections.stages import Stage
from creditbank.bank.messages import rendering
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused

MOST_DAYS, LONGEST = 60, 4000
# Who does not answer is reminded once in so long.
PAUSE = dt.timedelta(days=7)


def gathered(inspection: Inspection, below: Organisation) -> list[tuple[Sampled, int, str]]:
    """Every finding so far: the case, the place of the question, what is wrong."""
    rows = assessments.samples(inspection, below)
    return [(row, place, words) for row in rows for place, words in row.findings]


@verb
def notify(
    inspection: Inspection, words: str, *, days: int, below: Organisation, by: Actor
) -> None:
    """Send the findings to the branch, to be answered within so many working days.

    `below` is how far the inspector reaches. Refused: `unfinished`, `no_findings`, `words`, `days`,
    `moved_on`.
    """
    locked, told = _finished(inspection, below), said(words, "words")
    found = gathered(locked, below)
    if not found:
        raise Refused("no_findings", _("没有发现问题，不需要整改通知，可以直接结束检查。"))
    now = clock.now()
    lifecycle.move(locked, "notify", words=told, notified_at=now, **deadline(days))
    Finding.objects.bulk_create(
        Finding(inspection=locked, sampled=row, place=place, words=remark)
        for row, place, remark in found
    )
    letters.notified(locked, len(found))


@verb
def close_clean(inspection: Inspection, words: str, *, below: Organisation, by: Actor) -> None:
    """End an inspection that found nothing wrong; `words` is the conclusion.

    Refused: `unfinished`, `findings`, `words`, `moved_on`.
    """
    locked, told = _finished(inspection, below), said(words, "words")
    if gathered(locked, below):
        raise Refused("findings", _("检查发现了问题，请先发出整改通知。"))
    lifecycle.move(locked, "close_clean", conclusion=told, closed_at=clock.now())
    letters.closed(locked)


@verb
def remind(inspection: Inspection, *, by: Actor) -> bool:
    """Remind the branch that its answer is overdue, and tell the inspector; once in seven days."""
    now = clock.now()
    rows = Inspection.objects.filter(pk=inspection.pk, stage=Stage.NOTIFIED)
    if not rows.filter(_not_lately(now)).update(reminded_at=now):
        return False
    letters.overdue(inspection)
    return True


@verb
def settle_deadline(inspection: Inspection, *, by: Actor) -> None:
    """Count a provisional deadline again: the holiday table may be published by now."""
    if inspection.notified_at is None:
        return
    due_at, provisional = working_days.due_at(inspection.notified_at, inspection.days)
    rows = Inspection.objects.filter(pk=inspection.pk, stage=Stage.NOTIFIED)
    rows.update(due_at=due_at, due_provisional=provisional)


def late() -> list[Inspection]:
    """Inspections whose answer is overdue and of which nobody was reminded lately."""
    now = clock.now()
    rows = Inspection.objects.filter(stage=Stage.NOTIFIED, due_at__lt=now, due_provisional=False)
    return list(rows.filter(_not_lately(now)).select_related("organisation", "branch"))


def provisional() -> list[Inspection]:
    """Inspections whose deadline is not firm yet."""
    return list(Inspection.objects.filter(stage=Stage.NOTIFIED, due_provisional=True))


def deadline(days: int) -> dict[str, object]:
    """The columns of a deadline so many working days from now."""
    if not 1 <= days <= MOST_DAYS:
        sentence = _("请填写 1 到 %(most)s 之间的工作日数。") % {"most": MOST_DAYS}
        raise Refused("days", sentence, field="days")
    due_at, provisional = working_days.due_at(clock.now(), days)
    return {
        "days": days,
        "due_at": due_at,
        "due_provisional": provisional,
        "reminded_at": None,
    }


def said(words: str, field: str) -> str:
    """Words that must be there; a document number that slipped in is masked."""
    told = str(rendering.masked(words.strip()[:LONGEST]))
    if not told:
        raise Refused("words", _("请填写这一栏。"), field=field)
    return told


def _finished(inspection: Inspection, below: Organisation) -> Inspection:
    rows = Inspection.objects.select_for_update(of=("self",))
    locked = rows.select_related("organisation", "branch").get(pk=inspection.pk)
    left = assessments.unassessed(locked, below)
    if left:
        sentence = _("还有 %(left)s 件没有检查完，请先逐件检查。") % {"left": left}
        raise Refused("unfinished", sentence)
    return locked


def _not_lately(now: dt.datetime) -> Q:
    return Q(reminded_at=None) | Q(reminded_at__lt=now - PAUSE)
