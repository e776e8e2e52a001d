"""Verbs on the staff of a subtree: appointing, ending a post, helping after a lost second factor.

`seat` is the appointment under which an administrator acts: it tells how far they reach and whom
they may appoint.
"""

import datetime as dt
import unicodedata

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.access import letters, reach
from creditbank.bank.access.permissions import AT_THE_CENTRE, Permission, may, may_appoint
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations import appointments
from creditbank.bank.organisations.models import (
    Appointment,
    AppointmentSet,
    Capacity,
    Organisation,
)
from creditbank.bank.organisations.roles import Role
from creditbank.bank.refusals import Refused
from creditbank.bank.users import people, second_factors
from creditbank.bank.users.models import User


def within(seat: Appointment) -> AppointmentSet:
    """Posts of the subtree that are in force today, in the order of the tree."""
    rows = Appointment.objects.current()
    rows = rows.filter(organisation__path__startswith=seat.organisation.path)
    rows = rows.select_related("organisation", "user__person_key")
    return rows.order_by("organisation__path", "id")


def manages(seat: Appointment, post: Appointment) -> bool:
    """Whether this administrator may give and take such a post."""
    near = post.organisation.is_within(seat.organisation)
    return near and post.role in may_appoint(seat.role)


@verb
def appoint(
    seat: Appointment,
    *,
    email: str,
    name: str,
    role: Role,
    organisation: Organisation,
    by: Actor,
    until: dt.date | None = None,
) -> Appointment:
    """Give somebody a post by e-mail address; who is new sets the first password by the message.

    Name and address must belong together: a slip of the pen must not give a stranger a post.
    Refused: `too_far`, `closed`, `role`, `centre_only`, `until`, `no_match`, `already`.
    """
    _refuse_post(seat, role, organisation)
    _refuse_past(until)
    user, is_new = _somebody(email, name, by)
    held = Appointment.objects.current().filter(user=user, role=role)
    if held.filter(organisation=organisation).exists():
        raise Refused("already", _("这个人已经担任这个岗位。"), field="email")
    post: Appointment = appointments.appoint(
        user, role=role, organisation=organisation, until=until, by=by
    )
    letters.appointed(post, is_new=is_new, by=by)
    return post


@verb
def extend(seat: Appointment, post: Appointment, *, until: dt.date | None, by: Actor) -> None:
    """Give a post another last day; None: no end. Nobody prolongs their own.

    Refused: `own`, `role`, `until`, `moved_on`.
    """
    _refuse_unmanaged(seat, post)
    if post.user_id == seat.user_id:
        raise Refused("own", _("不能延长自己的岗位，请由另一位管理员办理。"))
    _refuse_past(until)
    held = _held(seat, post)
    appointments.extend(held, until=until, by=by)
    letters.extended(held, by=by)


@verb
def dismiss(
    seat: Appointment, post: Appointment, *, by: Actor, reason: str, succeeded: bool = False
) -> None:
    """End a post: from the next request on it opens nothing. `succeeded`: somebody has it now.

    Refused: `role`, `own_last`, `reason`, `moved_on`.
    """
    _refuse_unmanaged(seat, post)
    if not reason.strip():
        raise Refused("reason", _("请写明原因。"), field="reason")
    held = _held(seat, post)
    own = held.user_id == seat.user_id
    if own and not succeeded and _is_last_administration(held):
        sentence = _("这是您自己最后一个管理岗位，不能自己解除，请由上级管理员办理。")
        raise Refused("own_last", sentence)
    appointments.dismiss(held, by=by, reason=reason)
    letters.dismissed(held)


@verb
def reset_second_factor(seat: Appointment, post: Appointment, *, by: Actor, reason: str) -> None:
    """After a lost telephone: the next sign-in sets up a new one; every session ends.

    Refused: `own`, `role` (also where this person holds a post that this administrator does not
    manage), `reason`, `none`.
    """
    if post.user_id == seat.user_id:
        raise Refused("own", _("不能重置自己的二次验证，请由另一位管理员办理。"))
    for held in reach.seats(post.user):
        _refuse_unmanaged(seat, held)
    if not reason.strip():
        raise Refused("reason", _("请写明原因。"), field="reason")
    if not second_factors.is_set_up(post.user):
        raise Refused("none", _("这个人还没有设置二次验证，下次登录时会设置。"))
    second_factors.reset(post.user, by=by, reason=reason)


def _held(seat: Appointment, post: Appointment) -> Appointment:
    held = within(seat).select_for_update(of=("self",)).filter(pk=post.pk).first()
    if held is None:
        raise Refused("moved_on", _("这个岗位刚才已经结束。"))
    return held


def _refuse_past(until: dt.date | None) -> None:
    if until and until < clock.today():
        raise Refused("until", _("最后一天不能早于今天。"), field="until")


def _refuse_post(seat: Appointment, role: Role, organisation: Organisation) -> None:
    if not organisation.is_within(seat.organisation):
        raise Refused("too_far", _("请选择您辖区内的机构。"), field="organisation")
    if role not in may_appoint(seat.role):
        raise Refused("role", _("您的岗位不能任命这种角色。"), field="role")
    if role in AT_THE_CENTRE and Capacity.NATIONAL not in organisation.capacities:
        sentence = _("这种角色只能设在全国中心。")
        raise Refused("centre_only", sentence, field="organisation")


def _refuse_unmanaged(seat: Appointment, post: Appointment) -> None:
    if not manages(seat, post):
        raise Refused("role", _("这个人担任的岗位不归您管理，请由上级管理员办理。"))


def _somebody(email: str, name: str, by: Actor) -> tuple[User, bool]:
    """Whom an address and a name belong to, made where there is nobody; whether they are new."""
    found = people.find_by_email(email)
    if found is not None and _spelt(found.name or "") == _spelt(name):
        return found, False
    if found is None:
        try:
            return people.create_staff(email, name.strip(), by=by), True
        except Refused:
            pass  # somebody has it who cannot sign in
    sentence = _("不能用这个姓名和邮箱任命：请与本人核对姓名、邮箱的写法后再试。")
    raise Refused("no_match", sentence, field="email")


def _spelt(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _is_last_administration(post: Appointment) -> bool:
    others = [row for row in reach.seats(post.user) if row.pk != post.pk]
    manages_staff = may(post.role, Permission.STAFF_MANAGE)
    return manages_staff and not any(may(row.role, Permission.STAFF_MANAGE) for row in others)
