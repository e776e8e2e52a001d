"""Who is above: where a case goes when nobody here can decide it, and who settles a duplicate.

One answer for an empty queue, for one's own submission, for four eyes: the nearest organisation at
or above with somebody else who reviews; at last the national centre.
"""

from collections.abc import Iterable

from django.db.models import F

from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.reviews import cases, queue
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.stages import Stage

_UNSETTLED = (Stage.OPEN, Stage.WITH_LEARNER)


def nearest(place: Organisation) -> Organisation:
    """The nearest organisation at or above where somebody reviews."""
    staffed = queue.reviewers().values("organisation_id")
    above = Organisation.objects.above(place)
    return above.filter(pk__in=staffed).last() or above[0]


def common(places: Iterable[Organisation]) -> Organisation:
    """The lowest organisation that has all of these at or below it."""
    paths = [place.path.split("/") for place in places]
    shared = [codes[0] for codes in zip(*paths, strict=False) if len(set(codes)) == 1]
    return Organisation.objects.get(path="/".join(filter(None, shared)) + "/")


@verb
def settle_together(case: Case, others: Iterable[Case], *, by: Actor) -> None:
    """Cases that claim the same thing in different queues go to their nearest common superior.

    One that is closed stays where it is, but its place counts. One that somebody else is writing
    at this moment is left to them.
    """
    claims = [case, *others]
    queues = {claim.organisation_id: claim.organisation for claim in claims}
    if len(queues) == 1:
        return
    superior = nearest(common(queues.values()))
    waiting = Case.objects.filter(pk__in=[claim.pk for claim in claims], stage__in=_UNSETTLED)
    for claim in waiting.select_for_update(skip_locked=True).order_by("id"):
        if claim.organisation_id != superior.pk:
            cases.pass_up(claim, to=superior, by=by)
    case.refresh_from_db(fields=["organisation", "taken_by", "taken_until"])


def follow_the_tree(*, by: Actor, most: int = 1_000) -> int:
    """Bring cases whose place was moved out of their queue's subtree to the queue of today."""
    rows = Case.objects.filter(stage__in=_UNSETTLED).select_related("place")
    astray = list(rows.exclude(place__path__startswith=F("organisation__path"))[:most])
    for case in astray:
        cases.pass_up(case, to=cases.queue_of(case.place), by=by)
    return len(astray)
