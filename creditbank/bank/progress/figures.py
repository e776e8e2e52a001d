"""Reading figures: tallies summed over a tree, with what is not folded yet, in one look."""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max

from creditbank.bank import clock
from creditbank.bank.organisations.models import Organisation, Parentage
from creditbank.bank.progress.measures import DUE, MEASURES, Counts, Figures

DAY = dt.timedelta(days=1)
OWN = ""  # the branch of what counts at the organisation itself, not below it

# Each organisation of a subtree with the branch in which it lies: the code of a child of the top.
_TODAY = """
SELECT id, split_part(substr(path, length(%(path)s) + 1), '/', 1)::text AS branch
FROM bank_organisation WHERE starts_with(path, %(path)s)
"""
_ONE_BY_ONE = (
    "SELECT id, code::text AS branch FROM bank_organisation WHERE starts_with(path, %(path)s)"
)
_OF_A_DAY = """
SELECT %(id)s::uuid AS id, ''::text AS branch
UNION SELECT p.organisation_id, CASE place.branch WHEN '' THEN o.code ELSE place.branch END::text
FROM place JOIN bank_parentage p ON p.parent_id = place.id
    AND p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
JOIN bank_organisation o ON o.id = p.organisation_id
"""
_COLUMNS = ", ".join(f"sum(t.{name})" for name in MEASURES)
_READ = f"""
WITH RECURSIVE place AS ({{tree}}), moment AS (SELECT unnest(%(days)s::date[]) AS day)
SELECT place.branch, moment.day, NULL AS measure, {_COLUMNS}
FROM place CROSS JOIN moment CROSS JOIN LATERAL (
    SELECT * FROM bank_tally WHERE organisation_id = place.id AND day <= moment.day
    ORDER BY day DESC LIMIT 1
) t GROUP BY 1, 2
UNION ALL
SELECT place.branch, moment.day, d.measure, sum(d.amount){", NULL" * (len(MEASURES) - 1)}
FROM bank_delta d JOIN place ON place.id = d.organisation_id JOIN moment ON d.day <= moment.day
WHERE d.measure <> '{DUE}' GROUP BY 1, 2, 3
UNION ALL
SELECT place.branch, %(today)s, '{DUE}', sum(l.waiting){", NULL" * (len(MEASURES) - 1)}
FROM place JOIN (
    SELECT organisation_id, waiting FROM bank_deadline WHERE due_on < %(today)s
    UNION ALL SELECT organisation_id, amount FROM bank_delta
    WHERE measure = '{DUE}' AND day < %(today)s
) l ON l.organisation_id = place.id GROUP BY 1
"""  # noqa: S608 - our own names


@dataclass(frozen=True)
class Period:
    """From the beginning of a day to the end of another; by today's tree or by that of `until`."""

    since: dt.date
    until: dt.date
    by_todays_tree: bool = False

    @property
    def tree_of(self) -> dt.date:
        """The day whose tree counts."""
        return clock.today() if self.by_todays_tree else self.until


def of(top: Organisation, period: Period) -> dict[str, Figures]:
    """The figures of each branch directly below an organisation (by code), and `OWN`."""
    return _figures(_tree(period.tree_of), top, period)


def one_by_one(top: Organisation, period: Period) -> dict[str, Figures]:
    """The figures of each organisation of today's subtree by itself, without those below it."""
    return _figures(_ONE_BY_ONE, top, period)


def total(branches: Iterable[Figures], period: Period) -> Figures:
    """All branches together."""
    return sum(branches, nothing(period))


def nothing(period: Period) -> Figures:
    """The figures of an organisation without any."""
    today = clock.today()
    return Figures(period.since, period.until, {}, {}, 0 if period.until >= today else None)


def course(top: Organisation, days: Sequence[dt.date], *, by_todays_tree: bool) -> list[Figures]:
    """The figures at the end of each day but the first, and what was done since the one before.

    Each step has one tree, that of its end: what an organisation brought along when it came was
    not done here.
    """
    steps = list(itertools.pairwise(days))
    moved = [] if by_todays_tree else _before_moves(days)
    wanted = sorted({day for step in steps if step[1] not in moved for day in step})
    by_today = _summed(_read(_TODAY, top, wanted, clock.today()), wanted)
    found = []
    for before, day in steps:
        step = [before, day]
        stocks = _summed(_read(_OF_A_DAY, top, step, day), step) if day in moved else by_today
        found.append(Figures(before + DAY, day, stocks[day], stocks[before]))
    return found


def _figures(tree: str, top: Organisation, period: Period) -> dict[str, Figures]:
    days = [period.since - DAY, period.until]
    read, empty = _read(tree, top, days, period.tree_of), nothing(period)
    return {
        branch: Figures(
            period.since,
            period.until,
            counts[period.until],
            counts[days[0]],
            None if empty.overdue is None else counts[clock.today()][DUE],
        )
        for branch, counts in read.items()
    }


def _summed(
    read: dict[str, dict[dt.date, Counter[str]]], days: Iterable[dt.date]
) -> dict[dt.date, Counts]:
    sums: dict[dt.date, Counts] = {}
    for day in days:
        counter: Counter[str] = Counter()
        for counts in read.values():
            counter.update(counts[day])
        sums[day] = counter
    return sums


def _tree(day: dt.date) -> str:
    """The query of the tree of a day; today's wherever nothing has moved since."""
    return _OF_A_DAY if _before_moves([day]) else _TODAY


def _before_moves(days: Iterable[dt.date]) -> list[dt.date]:
    """Those days whose tree is perhaps not today's."""
    past = [day for day in days if day < clock.today()]
    last = Parentage.objects.aggregate(last=Max("valid_to"))["last"] if past else None
    return [day for day in past if last is not None and day < last]


def _read(
    tree: str, top: Organisation, days: Collection[dt.date], tree_of: dt.date
) -> dict[str, dict[dt.date, Counter[str]]]:
    """For each branch and day how many there are of each measure."""
    told: dict[str, Any] = {"id": top.pk, "path": top.path, "day": tree_of}
    found: dict[str, dict[dt.date, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    with connection.cursor() as cursor:
        cursor.execute(
            _READ.format(tree=tree), {**told, "days": list(days), "today": clock.today()}
        )
        for branch, day, measure, first, *others in cursor.fetchall():
            names = MEASURES if measure is None else (measure,)
            amounts = (first, *others)[: len(names)]
            found[branch][day].update(dict(zip(names, map(int, amounts), strict=True)))
    return found
