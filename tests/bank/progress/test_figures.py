"""What the figures say, held against a count of every row; moves, days, the fold, the tree."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.accounts.models import Account
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import trees
from creditbank.bank.organisations.models import Organisation, Parentage
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.progress import figures, ledger
from creditbank.bank.progress.figures import OWN, Period
from creditbank.bank.progress.measures import LONGEST, Reviews
from creditbank.bank.progress.models import Delta, Tally
from creditbank.bank.reviews.models import Case
from tests.bank.progress.conftest import summed

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def below(top):
    return set(Organisation.objects.below(top).values_list("pk", flat=True))


def at(day, top, *, by_todays_tree=False):
    period = Period(day, day, by_todays_tree)
    return figures.total(figures.of(top, period).values(), period)


def long_ago():
    """Organisations of the cast have stood where they stand for years."""
    Parentage.objects.update(valid_from=dt.date(2020, 1, 1))


def test_figures_are_what_a_recount_says(gansu, a_learner, an_outcome, an_enrolment, shown):
    learner = a_learner()
    for stage in ("submitted", "returned", "stored", "rejected", "withdrawn", "draft"):
        an_outcome(learner, stage)
    for stage in ("pending_review", "returned", "rejected", "suspended"):
        a_learner(stage, centre=gansu.far_centre)
    an_enrolment(status="graduated")
    for top in (gansu.root, gansu.province, gansu.branch, gansu.centre, gansu.elsewhere):
        assert shown(top) == summed(top, below(top))
    assert shown(gansu.province)["activated"] == 2
    ledger.fold()
    assert shown(gansu.province) == summed(gansu.province, below(gansu.province))
    assert not Delta.objects.exists()
    assert ledger.faults() == []


def test_each_branch_has_its_own_and_the_organisation_itself_the_rest(gansu, a_learner, today):
    a_learner(centre=gansu.centre)
    a_learner(centre=gansu.far_centre)
    a_learner(centre=gansu.branch)
    found = figures.of(gansu.branch, today)
    assert {code: row["activated"] for code, row in found.items()} == {"620101": 1, OWN: 1}
    found = figures.of(gansu.province, today)
    assert {code: row["activated"] for code, row in found.items()} == {"620100": 2, "620500": 1}


def test_a_million_rows_of_one_statement_are_one_delta_for_each_centre_and_measure(
    gansu, an_enrolment
):
    rows = [an_enrolment(centre=centre) for centre in (gansu.centre, gansu.far_centre) * 3]
    ledger.fold()
    Enrolment.objects.filter(pk__in=[row.pk for row in rows]).update(study_centre=gansu.centre)
    told = {(row.organisation_id, row.measure, row.amount) for row in Delta.objects.all()}
    assert told == {
        (place.pk, measure, amount)
        for place, amount in ((gansu.centre, 3), (gansu.far_centre, -3))
        for measure in ("enrolled", "studying")
    }
    assert Delta.objects.count() == 4
    Enrolment.objects.update(major="会计学")  # nothing that is counted
    assert Delta.objects.count() == 4


def test_what_is_in_an_account_goes_where_the_account_goes(gansu, a_learner, an_outcome, shown):
    learner = a_learner(centre=gansu.centre)
    an_outcome(learner, "stored")
    an_outcome(learner, "draft")
    Account.objects.update(organisation=gansu.far_centre)
    assert shown(gansu.branch)["non_formal_stored"] == 0
    assert shown(gansu.second_branch)["non_formal_stored"] == 1
    assert ledger.faults() == []


def test_reviews_go_where_their_case_goes_on_the_day_they_were_done(gansu, a_learner, today):
    with clock.frozen(clock.now() - 3 * DAY):
        a_learner(centre=gansu.centre)
        then = clock.today()
    Case.objects.update(place=gansu.far_centre)
    assert at(then, gansu.second_branch).reviewed == 1
    assert at(then, gansu.branch).reviewed == 0
    assert ledger.faults() == []


def test_a_period_counts_what_was_done_in_it_and_has_what_there_was_at_its_end(
    gansu, a_learner, an_outcome
):
    today, begun = clock.today(), clock.now() - 20 * DAY
    for days in (0, 5, 10):
        with clock.frozen(begun + days * DAY):
            an_outcome(a_learner(), "stored")
            if days == 5:
                ledger.fold()
    first = begun.astimezone(clock.SHANGHAI).date()
    period = Period(first + DAY, first + 7 * DAY)
    found = figures.total(figures.of(gansu.province, period).values(), period)
    assert (found["activated"], found.more("activated")) == (2, 1)
    assert (found.stored, found.reviews("account").done, found.reviewed) == (2, 1, 2)
    assert found.overdue is None
    assert [
        row.stored
        for row in figures.course(gansu.root, [first - DAY, first, today], by_todays_tree=False)
    ] == [1, 3]


def test_what_comes_late_for_a_day_counts_on_all_days_after(gansu, a_learner):
    now = clock.now()
    for days in (3, 9, 6):  # not in the order of time, each folded
        with clock.frozen(now - days * DAY):
            a_learner()
        ledger.fold()
    today = clock.today()
    seen = [at(today - days * DAY, gansu.root)["activated"] for days in (10, 9, 7, 6, 4, 3, 0)]
    assert seen == [0, 1, 1, 2, 2, 3, 3]


def test_a_past_day_has_the_tree_of_that_day_unless_todays_is_asked_for(gansu, a_learner):
    now, today = clock.now(), clock.today()
    with clock.frozen(now - 10 * DAY):
        a_learner(centre=gansu.far_centre)
        long_ago()
    with clock.frozen(now - 5 * DAY):
        trees.move(gansu.second_branch, to=gansu.elsewhere, by=SYSTEM)
    for folded in (False, True):
        if folded:
            ledger.fold()
        assert at(today - 7 * DAY, gansu.province)["activated"] == 1
        assert at(today - 7 * DAY, gansu.elsewhere)["activated"] == 0
        assert at(today - 5 * DAY, gansu.province)["activated"] == 0
        assert at(today - 5 * DAY, gansu.elsewhere)["activated"] == 1
        assert at(today - 7 * DAY, gansu.elsewhere, by_todays_tree=True)["activated"] == 1
        days = [today - days * DAY for days in (12, 7, 5, 0)]
        drawn = figures.course(gansu.elsewhere, days, by_todays_tree=False)
        assert [row["activated"] for row in drawn] == [0, 1, 1]
        assert [row.reviewed for row in drawn] == [0, 0, 0]
        drawn = figures.course(gansu.elsewhere, days, by_todays_tree=True)
        assert [row["activated"] for row in drawn] == [1, 1, 1]


def test_a_case_is_overdue_from_the_day_after_its_deadline_and_no_longer_when_it_is_done(
    gansu, a_learner, shown
):
    account = a_learner("pending_review")
    case = Case.objects.get()
    Case.objects.update(due_at=clock.now() - DAY, due_provisional=False)
    for _folded in range(2):
        assert shown(gansu.branch)["due"] == 1
        assert shown(gansu.elsewhere)["due"] == 0
        ledger.fold()
    Case.objects.update(due_provisional=True)
    assert shown(gansu.branch)["due"] == 0
    Case.objects.filter(pk=case.pk).update(due_provisional=False, due_at=clock.now() + DAY)
    assert shown(gansu.branch)["due"] == 0
    with clock.frozen(clock.now() + 3 * DAY):
        period = Period(clock.today(), clock.today())
        late = figures.total(figures.of(gansu.branch, period).values(), period)
        assert late.overdue == 1
    assert account.stage == "pending_review"


def test_what_is_wrong_is_found_named_and_mended(gansu, a_learner, an_outcome, shown):
    an_outcome(a_learner(), "stored")
    ledger.fold()
    Tally.objects.filter(organisation_id=gansu.centre.pk).update(activated=7, account_0=5)
    told = {(fault.measure, fault.amount) for fault in ledger.faults()}
    assert told == {("activated", -6), ("account_0", -4)}
    assert ledger.recount() == 2
    assert ledger.faults() == []
    ledger.fold()
    assert ledger.faults() == []
    assert shown(gansu.root) == summed(gansu.root, below(gansu.root))


def test_a_bank_from_before_is_counted_from_its_rows(gansu, a_learner, an_outcome, shown):
    an_outcome(a_learner(), "stored")
    a_learner("pending_review", centre=gansu.far_centre)
    Delta.objects.all().delete()
    assert not shown(gansu.root)
    ledger.recount()
    assert shown(gansu.root) == summed(gansu.root, below(gansu.root))


def test_erased_rows_are_counted_no_more(gansu, a_learner, an_outcome, an_enrolment, shown):
    outcome = an_outcome(a_learner(), "withdrawn")
    Outcome.objects.filter(pk=outcome.pk).update(stage="submitted")
    outcome.evidence.all().delete()
    Outcome.objects.filter(pk=outcome.pk).delete()
    an_enrolment().delete()
    assert shown(gansu.root)["non_formal_submitted"] == 0
    assert ledger.faults() == []


@pytest.mark.parametrize(
    ("took", "median", "ninetieth"),
    [
        ([], None, None),
        ([3], 3, 3),
        ([0, 1], 0, 1),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 9),
        ([2] * 9 + [LONGEST + 1], 2, 2),
        ([2] * 8 + [LONGEST + 1] * 2, 2, LONGEST + 1),
    ],
)
def test_median_and_ninetieth_percentile_are_exact(took, median, ninetieth):
    reviews = Reviews(tuple(took.count(days) for days in range(LONGEST + 2)))
    assert (reviews.median, reviews.slowest_tenth) == (median, ninetieth)
