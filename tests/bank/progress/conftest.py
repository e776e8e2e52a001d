"""A count from scratch, row by row in Python: what the figures must come to."""

from collections import Counter

import pytest

from creditbank.bank import clock
from creditbank.bank.accounts.models import Account
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.progress import figures
from creditbank.bank.progress.figures import Period
from creditbank.bank.progress.measures import LONGEST
from creditbank.bank.reviews.models import Case, Decision, Segment


def counted():
    """`(organisation, measure)` → how many, of all rows as they are now."""
    found = Counter()
    for row in Enrolment.objects.all():
        found[row.study_centre_id, "enrolled"] += 1
        found[row.study_centre_id, "studying"] += row.status == "studying"
    for row in Account.objects.all():
        is_open = row.stage in {"active", "suspended"}
        measure = "activated" if row.enrolment_id else "registered"
        found[row.organisation_id, measure] += is_open
        found[row.organisation_id, "pending"] += row.stage == "pending_review"
        found[row.organisation_id, "returned"] += row.stage == "returned"
        found[row.organisation_id, "active"] += row.stage == "active"
    for row in Outcome.objects.exclude(stage="draft").select_related("kind", "account"):
        measure = f"{row.kind.outcome_class}_{row.stage}"
        found[row.account.organisation_id, measure] += 1
    for row in Segment.objects.filter(ended_at__isnull=False).select_related("case"):
        if Decision.objects.filter(case=row.case, decided_at=row.ended_at).exists():
            days = min(row.days_used, LONGEST + 1)
            found[row.case.place_id, f"{row.case.kind}_{days}"] += 1
    for row in Case.objects.filter(stage="open", due_provisional=False):
        found[row.place_id, "due"] += row.due_at < clock.now()
    return +found


def summed(top, among, found=None):
    """What the count comes to for an organisation and all of `among`."""
    found = counted() if found is None else found
    total = Counter()
    for (place, measure), amount in found.items():
        if place in among:
            total[measure] += amount
    return total


@pytest.fixture
def today():
    """A period that ends today and holds everything."""
    return Period(clock.today().replace(year=2019), clock.today())


@pytest.fixture
def shown(today):
    """Function: the figures of an organisation with all below it, as counts with `due`."""

    def read(top, period=today):
        found = figures.total(figures.of(top, period).values(), period)
        counts = Counter(dict(found.now))
        counts["due"] = found.overdue or 0
        return +counts

    return read
