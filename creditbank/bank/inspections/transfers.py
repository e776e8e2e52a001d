"""Verbs on whose inspections are, when the tree around them changes."""

from django.db.models import Q

from creditbank.bank.history import Actor, verb
from creditbank.bank.inspections.models import Inspection
from creditbank.bank.inspections.stages import Stage
from creditbank.bank.organisations.models import Organisation


@verb
def hand_on(organisation: Organisation, *, to: Organisation, by: Actor, reason: str = "") -> None:
    """What is not closed yet goes on with another organisation, on either side."""
    going = Inspection.objects.exclude(stage=Stage.CLOSED)
    going.filter(branch=organisation).update(branch=to)
    going.filter(organisation=organisation).update(organisation=to)


def open_at(organisation: Organisation) -> int:
    """How many inspections of this organisation, or by it, are not closed."""
    here = Q(branch=organisation) | Q(organisation=organisation)
    return Inspection.objects.filter(here).exclude(stage=Stage.CLOSED).count()
