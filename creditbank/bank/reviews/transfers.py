"""Verbs on where cases wait, when the tree around them changes."""

from django.db.models import Q

from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.reviews.cases import FREE
from creditbank.bank.reviews.models import Case


@verb
def hand_on(organisation: Organisation, *, to: Organisation, by: Actor, reason: str = "") -> None:
    """Cases that are not closed belong to another organisation, and wait in its queue."""
    waiting = Case.objects.filter(closed_at=None)
    waiting.filter(place=organisation).update(place=to)
    waiting.filter(organisation=organisation).update(organisation=to, **FREE)


def open_at(organisation: Organisation) -> int:
    """How many cases are not closed that begin here or wait here."""
    here = Q(place=organisation) | Q(organisation=organisation)
    return Case.objects.filter(here, closed_at=None).count()
