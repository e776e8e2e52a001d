"""Verbs on mergers: an organisation goes over into one beside it, which keeps on what was its."""

from django.utils.translation import gettext_lazy as _

from creditbank.bank import jobs
from creditbank.bank.accounts import transfers as accounts
from creditbank.bank.administration.organisations import (
    follow,
    parent_of,
    refuse_not_below,
)
from creditbank.bank.classes import transfers as classes
from creditbank.bank.enrolments import transfers as enrolments
from creditbank.bank.history import Actor, verb
from creditbank.bank.inspections import transfers as inspections
from creditbank.bank.organisations import appointments, trees
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import tasks as review_tasks
from creditbank.bank.reviews import transfers as cases


@verb
def merge(
    seat: Appointment, organisation: Organisation, *, into: Organisation, by: Actor, reason: str
) -> None:
    """Merge an organisation below one's own into a sibling, from today on.

    Everything below it, its enrolments, accounts, open cases, classes and posts go over; it is closed, keeps
    its past and says who took over. Refused: `too_far`, `own`, `no_sibling`, `student_numbers`,
    `class_names`, `moved_on`.
    """
    trees.one_at_a_time()
    refuse_not_below(seat, organisation)
    beside = [row for row in siblings(organisation) if row.pk == into.pk]
    if not beside:
        sentence = _("只能合并到同一个上级之下的另一个机构，请填写它的代码。")
        raise Refused("no_sibling", sentence, field="into")
    for child in trees.children(organisation):
        before = trees.provinces(child)
        trees.move(child, to=into, by=by)
        follow(child, before, by=by)
    _hand_on(organisation, into, by=by, reason=reason)
    trees.close(organisation, merged_into=into, by=by, reason=reason)
    jobs.defer(review_tasks.follow_the_tree)


def siblings(organisation: Organisation) -> list[Organisation]:
    """What an organisation may be merged into: the others under its parent that are open."""
    beside = trees.children(parent_of(organisation))
    return [row for row in beside if row.pk != organisation.pk]


def _hand_on(organisation: Organisation, into: Organisation, *, by: Actor, reason: str) -> None:
    enrolments.hand_on(organisation, to=into, by=by, reason=reason)
    enrolments.renumber({into.pk: trees.provinces(into)[into.pk]}, by=by)
    accounts.hand_on(organisation, to=into, by=by, reason=reason)
    cases.hand_on(organisation, to=into, by=by, reason=reason)
    classes.hand_on(organisation, to=into, by=by, reason=reason)
    inspections.hand_on(organisation, to=into, by=by, reason=reason)
    appointments.hand_on(organisation, to=into, by=by, reason=reason)
