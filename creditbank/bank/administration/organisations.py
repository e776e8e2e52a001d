"""Verbs on organisations within the reach of a seat; what they hold is looked at before they close."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from creditbank.bank import jobs
from creditbank.bank.administration import authorities, obstacles
from creditbank.bank.administration.authorities import FACTS, RESPONSIBLE
from creditbank.bank.enrolments import transfers as enrolments
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations import trees
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import tasks as reviews


@verb
def found(
    seat: Appointment, *, code: str, parent: Organisation, by: Actor, **facts: Any
) -> Organisation:
    """Put a new organisation under one within reach.

    `facts` are all of `FACTS`. Refused: `too_far`, `code_shape`, `code_taken`, `fact` (with its
    field), `parent_closed`, `too_deep`.
    """
    refuse_out_of_reach(seat, parent)
    authorities.refuse_code(code)
    authorities.refuse_facts(authorities.of(seat), [], facts)
    row: Organisation = trees.found(code=code, parent=parent, by=by, **facts)
    return row


@verb
def edit(
    seat: Appointment, organisation: Organisation, *, seen: int, by: Actor, **facts: Any
) -> None:
    """Change facts of an organisation within reach; of one's own only who is responsible.

    Refused: `too_far`, `closed`, `fact`, `edited_meanwhile`.
    """
    refuse_out_of_reach(seat, organisation)
    _refuse_closed(organisation)
    held = {name: getattr(organisation, name) for name in FACTS}
    told = held | {name: facts[name] for name in editable(seat, organisation)}
    authorities.refuse_facts(authorities.of(seat), organisation.capacities, told)
    trees.edit(organisation, seen=seen, by=by, **told)


@verb
def move(
    seat: Appointment, organisation: Organisation, *, to: Organisation, by: Actor, reason: str
) -> None:
    """Put an organisation below one's own under another parent within reach, from today on.

    Its enrolments go over to the numbering of the province they come to, its cases to that
    province's queue. Refused: `too_far`, `own`, `same`, `circle`, `parent_closed`, `too_deep`,
    `student_numbers`, `moved_on`.
    """
    trees.one_at_a_time()
    refuse_not_below(seat, organisation)
    if not to.is_within(seat.organisation):
        raise Refused("too_far", _("您的辖区内没有这个代码的机构。"), field="to")
    if to.pk == parent_of(organisation).pk:
        raise Refused("same", _("它现在就在这个机构之下。"), field="to")
    before = trees.provinces(organisation)
    trees.move(organisation, to=to, by=by)
    follow(organisation, before, by=by)


@verb
def close(seat: Appointment, organisation: Organisation, *, by: Actor, reason: str) -> None:
    """Close an organisation below one's own where nothing is open any more.

    Refused: `too_far`, `own`, `still_open` (says what), `moved_on`.
    """
    trees.one_at_a_time()
    refuse_not_below(seat, organisation)
    open_there = obstacles.at(organisation)
    if open_there:
        sentence = _("还不能关闭：%(what)s。请先办完、迁走，或者合并到同级机构。")
        raise Refused("still_open", sentence % {"what": "、".join(open_there)})
    trees.close(organisation, by=by, reason=reason)


def editable(seat: Appointment, organisation: Organisation) -> tuple[str, ...]:
    """Which facts of an organisation somebody may change: what one's own is, is said above."""
    return FACTS if authorities.of(seat).owns(organisation) else RESPONSIBLE


def follow(organisation: Organisation, before: dict[UUID, UUID], *, by: Actor) -> None:
    """After a move: what goes by the province follows; `before` says where each centre lay."""
    after = trees.provinces(organisation)
    came = {pk: place for pk, place in after.items() if before.get(pk, place) != place}
    enrolments.renumber(came, by=by)
    jobs.defer(reviews.follow_the_tree)


def parent_of(organisation: Organisation) -> Organisation:
    """What an organisation stands under today; the root under itself."""
    return list(Organisation.objects.above(organisation))[-2:][0]


def refuse_not_below(seat: Appointment, organisation: Organisation) -> None:
    """Raise unless an organisation lies strictly below the seat's own and is open, at this moment."""
    organisation.refresh_from_db(fields=["path", "closed_on"])
    refuse_out_of_reach(seat, organisation)
    if organisation.pk == seat.organisation_id:
        raise Refused("own", _("自己的机构由上级办理。"))
    _refuse_closed(organisation)


def refuse_out_of_reach(seat: Appointment, organisation: Organisation) -> None:
    """Raise for what does not lie at or below the seat's own organisation."""
    if not organisation.is_within(seat.organisation):
        raise Refused("too_far", _("请选择您辖区内的机构。"))


def _refuse_closed(organisation: Organisation) -> None:
    if organisation.closed_on:
        raise Refused("closed", _("这个机构已经关闭，只能查看。"))
