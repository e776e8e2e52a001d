"""What is counted, and what is worked out from it."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from creditbank.bank.catalogue.models import OutcomeClass
from creditbank.bank.outcomes.stages import Stage
from creditbank.bank.reviews.models import Kind

# Enrolments at a study centre: all of the register, and those that are still being studied.
ENROLMENTS = ("enrolled", "studying")
# Accounts of an organisation: open ones with and without an enrolment, waiting, sent back, active.
ACCOUNTS = ("activated", "registered", "pending", "returned", "active")
OUTCOME_STAGES = tuple(stage for stage in Stage if stage != Stage.DRAFT)
OUTCOMES = tuple(f"{class_}_{stage}" for class_ in OutcomeClass for stage in OUTCOME_STAGES)
# Reviews by the working days that they took; the last one is 'longer than that'.
LONGEST = 20
REVIEWS = tuple(f"{kind}_{days}" for kind in Kind for days in range(LONGEST + 2))

STOCKS = (*ENROLMENTS, *ACCOUNTS, *OUTCOMES)
MEASURES = (*STOCKS, *REVIEWS)
# Cases that wait, by the day on which they are due. Kept in a table of its own.
DUE = "due"

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Reviews:
    """Reviews of one kind that were done in a period, by how many working days each took."""

    by_days: tuple[int, ...]

    @property
    def done(self) -> int:
        """How many."""
        return sum(self.by_days)

    @property
    def median(self) -> int | None:
        """Half of them took so many working days or fewer; `LONGEST + 1` means longer."""
        return self.percentile(50)

    @property
    def slowest_tenth(self) -> int | None:
        """Nine tenths of them took so many working days or fewer."""
        return self.percentile(90)

    def percentile(self, percent: int) -> int | None:
        """The smallest number of days within which `percent` of the reviews were done; exact."""
        needed, reached = self.done * percent, 0
        for days, count in enumerate(self.by_days):
            reached += count
            if count and reached * 100 >= needed:
                return days
        return None


@dataclass(frozen=True)
class Figures:
    """What an organisation with all below it has at the end of `until`, and did since `since`.

    `now` are the stocks at the end, `before` those at the end of the day before `since`; `overdue`
    is how many cases are past their deadline today, None for a past date.
    """

    since: dt.date
    until: dt.date
    now: Counts
    before: Counts
    overdue: int | None = None

    def __getitem__(self, measure: str) -> int:
        """A stock at the end of the period, by its name; for templates too."""
        if measure not in MEASURES:
            raise KeyError(measure)
        return self.now.get(measure, 0)

    @property
    def share(self) -> float | None:
        """Activated per cent of the enrolments; None where there is no enrolment."""
        enrolled = self["enrolled"]
        return 100 * self["activated"] / enrolled if enrolled else None

    @property
    def stored(self) -> int:
        """Outcomes in the bank, of all classes."""
        return sum(self[f"{class_}_{Stage.STORED}"] for class_ in OutcomeClass)

    @property
    def submitted(self) -> int:
        """Outcomes that wait for review."""
        return sum(self[f"{class_}_{Stage.SUBMITTED}"] for class_ in OutcomeClass)

    @property
    def outcomes(self) -> dict[str, list[int]]:
        """For each class how many stand in each of `OUTCOME_STAGES`."""
        return {
            class_: [self[f"{class_}_{stage}"] for stage in OUTCOME_STAGES]
            for class_ in OutcomeClass
        }

    def more(self, measure: str) -> int:
        """By how much a stock has grown in the period."""
        return self[measure] - self.before.get(measure, 0)

    def reviews(self, kind: str) -> Reviews:
        """What was reviewed in the period."""
        return Reviews(tuple(self.more(f"{kind}_{days}") for days in range(LONGEST + 2)))

    @property
    def reviewed(self) -> int:
        """Reviews done in the period, of every kind."""
        return sum(self.reviews(kind).done for kind in Kind)

    def __add__(self, other: "Figures") -> "Figures":
        """Two organisations together."""
        late = None if self.overdue is None else self.overdue + (other.overdue or 0)
        now, before = _sum(self.now, other.now), _sum(self.before, other.before)
        return Figures(self.since, self.until, now, before, late)


def _sum(one: Counts, other: Counts) -> Counts:
    total = Counter(dict(one))
    total.update(dict(other))
    return total
