"""Verbs on the organisation tree: founding, editing, moving, closing. One change at a time."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, revisions
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Capacity, Organisation, Parentage
from creditbank.bank.refusals import Refused

DEEPEST = 6
_LOCK = 0x74726565


@verb
def found(
    *,
    code: str,
    name_zh: str,
    parent: Organisation | None,
    by: Actor,
    since: dt.date | None = None,
    **facts: object,
) -> Organisation:
    """Put a new organisation under a parent (None: the root). `code` holds no slash."""
    one_at_a_time()
    if parent is not None:
        refuse_place(parent, deeper=1)
    path = (parent.path if parent else "") + code + "/"
    row = Organisation.objects.create(code=code, name_zh=name_zh, path=path, **facts)
    Parentage.objects.create(organisation=row, parent=parent, valid_from=since or clock.today())
    return row


@verb
def edit(organisation: Organisation, *, seen: int, by: Actor, **facts: Any) -> None:
    """Write facts if nobody else did since revision `seen`."""
    revisions.revise(organisation, seen, **facts)


@verb
def move(organisation: Organisation, *, to: Organisation, by: Actor) -> None:
    """Put an organisation, with everything below it, under another parent from today on."""
    one_at_a_time()
    organisation.refresh_from_db(fields=["path", "closed_on"])
    if organisation.closed_on:
        raise Refused("moved_on", _("这个机构刚才已经关闭。"))
    to.refresh_from_db(fields=["path"])
    if to.is_within(organisation):
        raise Refused("circle", _("不能把机构移到它自己的下级之下。"), field="to")
    old = organisation.path
    refuse_place(to, deeper=_levels_below(organisation))
    today, new = clock.today(), to.path + organisation.code + "/"
    current = Parentage.objects.filter(organisation=organisation, valid_to__isnull=True)
    if not current.filter(valid_from=today).update(parent=to):
        current.update(valid_to=today)
        Parentage.objects.create(organisation=organisation, parent=to, valid_from=today)
    Organisation.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr(F("path"), len(old) + 1))
    )
    organisation.path = new


@verb
def close(
    organisation: Organisation,
    *,
    by: Actor,
    reason: str = "",
    merged_into: Organisation | None = None,
) -> None:
    """From today on nothing happens there any more; whoever calls it has looked what is still open."""
    one_at_a_time()
    told = {"closed_on": clock.today(), "merged_into": merged_into}
    if not Organisation.objects.filter(pk=organisation.pk, closed_on=None).update(**told):
        raise Refused("moved_on", _("这个机构刚才已经关闭。"))
    organisation.closed_on, organisation.merged_into = clock.today(), merged_into


def children(parent: Organisation) -> list[Organisation]:
    """What stands directly under an organisation today and is not closed, by code."""
    return list(Organisation.objects.under(parent).filter(closed_on=None).order_by("code"))


def provinces(below: Organisation) -> dict[UUID, UUID]:
    """For everything of a subtree the province it lies in: the nearest at or above, else the root."""
    rows = Organisation.objects.with_capacity(Capacity.PROVINCE).values_list("path", "pk")
    known, root = dict(rows), Organisation.objects.get(path=below.path.split("/")[0] + "/").pk
    subtree = Organisation.objects.below(below).values_list("pk", "path")
    return {pk: next(filter(None, map(known.get, _upwards(path))), root) for pk, path in subtree}


def standing(below: Organisation) -> dict[str, UUID]:
    """For each code of a subtree who stands for it today: itself, or who took over when it was merged.

    One that was closed and has no successor is left out.
    """
    rows = Organisation.objects.below(below).values_list("pk", "code", "closed_on", "merged_into")
    known = {pk: (closed, heir) for pk, _code, closed, heir in rows}
    found = {code: pk for pk, code, _closed, _heir in rows}
    for code, pk in list(found.items()):
        closed, heir = known[pk]
        while closed and heir in known:
            pk, (closed, heir) = heir, known[heir]  # noqa: PLW2901 - from heir to heir
        if closed:
            del found[code]
        else:
            found[code] = pk
    return found


def one_at_a_time() -> None:
    """Whoever changes the tree waits for who is changing it: two moves at once make a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def refuse_place(parent: Organisation, *, deeper: int) -> None:
    """Raise where nothing may be put under a parent, or not `deeper` levels of it."""
    parent.refresh_from_db(fields=["path", "closed_on"])
    if parent.closed_on:
        closed = _("%(place)s已经关闭，请选择另一个上级机构。") % {"place": parent}
        raise Refused("parent_closed", closed, field="to")
    if parent.path.count("/") + deeper > DEEPEST:
        sentence = _("机构最多 %(n)d 级，请选择更高一级的上级机构。") % {"n": DEEPEST}
        raise Refused("too_deep", sentence, field="to")


def _levels_below(organisation: Organisation) -> int:
    paths = Organisation.objects.below(organisation).values_list("path", flat=True)
    return max(path.count("/") for path in paths) - organisation.path.count("/") + 1


def _upwards(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[:n]) + "/" for n in range(len(parts), 0, -1)]
