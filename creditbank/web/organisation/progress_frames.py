"""What the pages of progress show: a period, the branches of an organisation, a course over time."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.access import reach
from creditbank.bank.catalogue.models import OutcomeClass
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.outcomes.stages import Stage
from creditbank.bank.progress import figures, goals
from creditbank.bank.progress.figures import OWN, Period
from creditbank.bank.progress.measures import LONGEST, OUTCOME_STAGES, Figures, Reviews
from creditbank.bank.reviews.models import Kind
from creditbank.web.markup import day, working_days
from creditbank.web.organisation.progress_forms import PeriodForm

DAYS = 30
POINTS = 12

# What branches may be put in order by, and what a course may be drawn of.
COLUMNS: dict[str, tuple[Any, Callable[[Figures], float | None]]] = {
    "enrolled": (_("学籍"), lambda row: row["enrolled"]),
    "activated": (_("已激活"), lambda row: row["activated"]),
    "share": (_("激活率"), lambda row: row.share),
    "registered": (_("已注册"), lambda row: row["registered"]),
    "pending": (_("待审核"), lambda row: row["pending"]),
    "returned": (_("退回补正"), lambda row: row["returned"]),
    "active": (_("使用中"), lambda row: row["active"]),
    "stored": (_("已存储成果"), lambda row: row.stored),
    "reviewed": (_("办结审核"), lambda row: row.reviewed),
    "overdue": (_("逾期"), lambda row: row.overdue),
}
DRAWN = ("share", "enrolled", "activated", "registered", "active", "stored", "reviewed")
STEPS = {"week": _("每周"), "month": _("每月")}


@dataclass(frozen=True)
class Line:
    """A branch with its figures; `place` is empty for what is no longer within reach."""

    name: str
    place: Organisation | None
    figures: Figures
    is_own: bool = False
    rank: int | None = None


@dataclass(frozen=True)
class Pace:
    """How fast reviews of a kind were done, in words."""

    label: str
    reviews: Reviews

    @property
    def median(self) -> str:
        """The median in working days."""
        return _days(self.reviews.median)

    @property
    def slowest_tenth(self) -> str:
        """The 90th percentile in working days."""
        return _days(self.reviews.slowest_tenth)


class Frame:
    """An organisation within reach in a period: everything that its pages say of it."""

    def __init__(self, seat: Appointment, code: str, told: QueryDict) -> None:
        """Raise Http404 for what is out of reach."""
        self.seat, self.told = seat, told
        found = reach.organisations(seat).filter(code=code).first()
        if found is None:
            raise Http404
        self.top: Organisation = found
        today = clock.today()
        self.period = Period(today - dt.timedelta(days=DAYS - 1), today)
        usual = {"since": self.period.since.isoformat(), "until": today.isoformat()}
        asked = {name: value for name, value in told.items() if value}
        self.form = PeriodForm(usual | asked)
        if self.form.is_valid():
            period = self.form.cleaned_data
            self.period = Period(period["since"], period["until"], period["today"])

    @cached_property
    def branches(self) -> dict[str, Figures]:
        """Figures by branch."""
        return figures.of(self.top, self.period)

    @cached_property
    def total(self) -> Figures:
        """All of it together."""
        return figures.total(self.branches.values(), self.period)

    @property
    def crumbs(self) -> list[Organisation]:
        """From the seat's own organisation down to this one."""
        above = reach.organisations(self.seat).filter(
            pk__in=Organisation.objects.above(self.top).values("pk")
        )
        return list(above.order_by("path"))

    @property
    def is_up_to_date(self) -> bool:
        """Whether the period ends today."""
        return self.period.until == clock.today()

    @property
    def sort(self) -> str:
        """By what the branches are in order."""
        wanted = self.told.get("sort", "")
        return wanted if wanted in COLUMNS else "share"

    @cached_property
    def lines(self) -> list[Line]:
        """The branches in order, ranked; then what is the organisation's own, and what has left."""
        below = Organisation.objects.below(self.top)
        known = {row.code: row for row in below.filter(code__in=self.branches)}
        value = COLUMNS[self.sort][1]
        ranked = [Line(row.name, row, self.branches[code]) for code, row in known.items()]
        ranked.sort(
            key=lambda line: (-_or_less(value(line.figures)), line.place and line.place.path)
        )
        return [*_ranks(ranked, value), *self._others(known)]

    def _others(self, known: Iterable[str]) -> Iterable[Line]:
        if OWN in self.branches:
            yield Line(gettext("本机构直接所属"), self.top, self.branches[OWN], is_own=True)
        gone = [row for code, row in self.branches.items() if code not in {OWN, *known}]
        if gone:
            name = gettext("已不在辖区内的机构")
            yield Line(name, None, figures.total(gone, self.period))

    @property
    def paces(self) -> list[Pace]:
        """Reviews of the period, by kind."""
        return [Pace(str(kind.label), self.total.reviews(kind)) for kind in Kind]

    @property
    def outcomes(self) -> list[tuple[Any, list[int]]]:
        """Classes with how many outcomes stand in each stage."""
        return [(class_.label, self.total.outcomes[class_]) for class_ in OutcomeClass]

    @property
    def stages(self) -> list[Any]:
        """The stages in the order of `outcomes`."""
        return [Stage(stage).label for stage in OUTCOME_STAGES]

    @property
    def step(self) -> str:
        """How far the points of the course lie apart."""
        return "month" if self.told.get("step") == "month" else "week"

    @property
    def drawn(self) -> str:
        """What the course is drawn of."""
        wanted = self.told.get("chart", "")
        return wanted if wanted in DRAWN else "share"

    @cached_property
    def course(self) -> list[Figures]:
        """Twelve points up to the end of the period."""
        days = [self.period.until]
        while len(days) <= POINTS:
            days.append(_earlier(days[-1], self.period.until, self.step))
        return figures.course(self.top, days[::-1], by_todays_tree=self.period.by_todays_tree)

    @property
    def goals(self) -> list[goals.Standing]:
        """The organisation's goals beside what there is."""
        return [goals.standing(goal, self.total) for goal in goals.of(self.top)]

    def query(self, **changes: str) -> str:
        """The period and order as a query, with changes."""
        kept = {
            "since": self.period.since.isoformat(),
            "until": self.period.until.isoformat(),
            "today": "on" if self.period.by_todays_tree else "",
            **{name: self.told.get(name, "") for name in ("sort", "step", "chart")},
        }
        return "?" + urlencode({name: value for name, value in (kept | changes).items() if value})

    @property
    def title(self) -> str:
        """The period in words."""
        told = {"since": day(self.period.since), "until": day(self.period.until)}
        return gettext("%(since)s至%(until)s") % told


def shown(name: str, row: Figures) -> str:
    """A figure as pages write it."""
    value = COLUMNS[name][1](row)
    if value is None:
        return "—"
    return f"{value:.1f}%" if name == "share" else f"{value:,.0f}"


def _ranks(lines: list[Line], value: Callable[[Figures], float | None]) -> Iterable[Line]:
    """Equal figures have an equal rank, nothing has none."""
    rank, last = 0, None
    for place, line in enumerate(lines, start=1):
        here = value(line.figures)
        rank, last = (rank if here == last else place), here
        yield Line(line.name, line.place, line.figures, rank=None if here is None else rank)


def _or_less(value: float | None) -> float:
    return -1 if value is None else value


def _days(days: int | None) -> str:
    if days is None:
        return "—"
    if days > LONGEST:
        return gettext("超过 %(n)s 个工作日") % {"n": LONGEST}
    return working_days(days)


def _earlier(last: dt.date, end: dt.date, step: str) -> dt.date:
    if step == "week":
        return last - dt.timedelta(days=7)
    first = last.replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(first.day, end.day)) if end.day < 28 else first
