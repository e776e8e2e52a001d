"""Verbs on where accounts belong, when the tree around them changes."""

from django.db.models import Q

from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import UNDECIDED, Stage
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation


@verb
def hand_on(organisation: Organisation, *, to: Organisation, by: Actor, reason: str = "") -> None:
    """Accounts that belong to an organisation belong to another one."""
    Account.objects.filter(organisation=organisation).update(organisation=to)


def open_at(organisation: Organisation) -> int:
    """How many accounts wait there for an answer, or for somebody to see the person."""
    waiting = Q(stage__in=[Stage.EMAIL_UNCONFIRMED, *UNDECIDED, Stage.SUSPENDED])
    return Account.objects.filter(waiting, organisation=organisation).count()
