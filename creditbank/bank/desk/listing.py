"""The queue as its page shows it. Asked for by SQL that is known: it is opened all day long."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from creditbank.bank import clock
from creditbank.bank.access.permissions import Permission, may
from creditbank.bank.asked import Asked, Given, GivenAny
from creditbank.bank.calendar import counting, working_days
from creditbank.bank.calendar.tables import Table
from creditbank.bank.desk.reviewers import oneself
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.reviews import clocks, queue
from creditbank.bank.reviews.models import Case, Kind
from creditbank.bank.reviews.oneself import Oneself

SOON = 1  # working days
# What is counted for a page is counted up to here: who waits behind a thousand cases need not know
# how many more there are, and a page may not get slower with every case (decision record 11).
MOST = 1000
SHOWN = (
    *("number", "kind", "matter", "account_number", "stage", "held_for", "taken_by", "taken_until"),
    *("days", "submitted_at", "due_at", "due_provisional", "place__name_zh", "place__name_en"),
)
Due = Literal["", "soon", "overdue"]
_FIGURES = """
SELECT %s, count(*), count(*) FILTER (WHERE due_at BETWEEN %s AND %s),
       count(*) FILTER (WHERE due_at < %s AND NOT provisional)
FROM ({}) AS waiting (due_at, provisional)
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many cases of a kind wait: all, due within one working day, past their deadline.

    Exact below `MOST`; beyond, they are those of the `MOST` that are due first, and `more` is set.
    """

    kind: str
    label: str
    waiting: int
    soon: int
    overdue: int

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.waiting >= MOST


@dataclass(frozen=True, slots=True)
class _Shape:
    """What decides which SQL it is; the values are filled in."""

    reads_all: bool
    many: bool
    users: int
    prints: int
    kind: bool = False
    due: Due = ""
    follows: bool = False


class Listing:
    """What waits for a seat, by whoever holds it, at this moment."""

    def __init__(self, seat: Appointment, table: Table) -> None:
        own, places = oneself(seat.user), queue.served(seat)
        lists = {"user": own.users, "print": own.fingerprints}
        reads_all = may(seat.role, Permission.READ_ALL)
        self.shape = _Shape(reads_all, len(places) > 1, len(own.users), len(own.fingerprints))
        near = working_days.end_of(counting.due(clock.today(), SOON, table).on)
        self.given: dict[str, Any] = {
            **{name: one for what, many in lists.items() for name, one in _named(what, many)},
            "place": places[0],
            "places": places,
            "path": seat.organisation.path,
            "now": clock.now(),
            "near": near,
        }

    def page(
        self,
        count: int,
        kind: str = "",
        due: Due = "",
        after: tuple[dt.datetime, UUID] | None = None,
    ) -> list[Case]:
        """The first of them, or those behind one: with what a line shows and no more."""
        shape = replace(self.shape, kind=bool(kind), due=due, follows=after is not None)
        due_at, last = after or (None, None)
        found = _page(shape, count)(**self.given, kind=kind, due_at=due_at, last=last)
        return clocks.with_segments(found)

    def figures(self) -> list[Figures]:
        """Counts by kind, all in one question."""
        counted = _counted(replace(self.shape, kind=True), MOST)
        parts, values = [], list[Any]()
        for kind in Kind:
            sql, within = counted.sql(**self.given, kind=kind.value)
            parts.append(_FIGURES.format(sql))
            now = self.given["now"]
            values += [kind.value, now, self.given["near"], now, *within]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            found = {kind: counts for kind, *counts in cursor.fetchall()}
        return [Figures(kind.value, str(kind.label), *found[kind.value]) for kind in Kind]


@lru_cache(maxsize=256)
def _page(shape: _Shape, count: int) -> Asked[Case]:
    return Asked(lambda: _rows(shape).select_related("place").only(*SHOWN)[:count])


@lru_cache(maxsize=64)
def _counted(shape: _Shape, most: int) -> Asked[tuple[dt.datetime, bool]]:
    return Asked(lambda: _rows(shape).values_list("due_at", "due_provisional")[:most])


def _rows(shape: _Shape) -> QuerySet[Case]:
    users, prints = _many("user", shape.users), _many("print", shape.prints)
    if shape.reads_all:
        reached = queue.under(Given("path"))
    else:
        # Of one place alone the index gives the cases in order.
        one, many = Q(organisation=Given("place")), Q(organisation__in=GivenAny("places", "uuid"))
        reached = queue.decided_at(many if shape.many else one, Given("path"))
    rows = queue.open_among(reached, Oneself(frozenset(users), frozenset(prints)))
    if shape.kind:
        rows = rows.filter(kind=Given("kind"))
    if shape.due == "soon":
        rows = rows.filter(due_at__lte=Given("near"), due_at__gte=Given("now"))
    elif shape.due == "overdue":
        # A provisional one is no deadline to hold anybody to.
        rows = rows.filter(due_at__lt=Given("now"), due_provisional=False)
    if shape.follows:
        later = Q(due_at=Given("due_at"), id__gt=Given("last"))
        rows = rows.filter(Q(due_at__gt=Given("due_at")) | later)
    return rows


def _named(what: str, many: Any) -> list[tuple[str, Any]]:
    return [(f"{what}{number}", one) for number, one in enumerate(many)]


def _many(what: str, count: int) -> list[Any]:
    return [Given(f"{what}{number}") for number in range(count)]
