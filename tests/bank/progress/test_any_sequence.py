"""Figures equal a full recount after any random sequence of what happens in a bank."""

import datetime as dt
import itertools
from collections import Counter
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creditbank.bank import clock
from creditbank.bank.accounts.models import Account
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import SYSTEM
from creditbank.bank.history.causes import caused
from creditbank.bank.organisations import trees
from creditbank.bank.organisations.models import Organisation, Parentage
from creditbank.bank.progress import figures, ledger
from creditbank.bank.progress.figures import Period
from creditbank.bank.refusals import Refused
from tests.bank.progress.conftest import counted, summed

pytestmark = pytest.mark.django_db
CENTRES = ("centre", "other_centre", "far_centre", "elsewhere_centre")
BRANCHES = ("branch", "second_branch", "elsewhere_branch", "far_centre")
PARENTS = ("province", "elsewhere", "branch", "second_branch")
ACCOUNT_STAGES = ("pending_review", "returned", "rejected", "active", "suspended")
OUTCOME_STAGES = ("draft", "submitted", "returned", "stored", "rejected", "withdrawn")

ACTS = st.one_of(
    st.tuples(st.just("enrol"), st.sampled_from(CENTRES), st.booleans()),
    st.tuples(st.just("open"), st.sampled_from(CENTRES), st.sampled_from(ACCOUNT_STAGES)),
    st.tuples(st.just("deposit"), st.integers(0, 5), st.sampled_from(OUTCOME_STAGES)),
    st.tuples(st.just("transfer"), st.sampled_from(CENTRES), st.sampled_from(CENTRES)),
    st.tuples(st.just("follow"), st.sampled_from(CENTRES), st.sampled_from(CENTRES)),
    st.tuples(st.just("graduate"), st.sampled_from(CENTRES)),
    st.tuples(st.just("move"), st.sampled_from(BRANCHES), st.sampled_from(PARENTS)),
    st.tuples(st.just("wait"), st.integers(1, 4)),
    st.tuples(st.just("fold")),
)


class Life:
    """A small bank in which things happen; what it must come to is counted at each day's end."""

    def __init__(self, cast):
        self.cast, self.now = cast, dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)
        self.days = {}

    def happen(self, act):
        with clock.frozen(self.now):
            try:
                with caused(SYSTEM, "test"):  # so that the database knows the day
                    getattr(self, act[0])(*act[1:])
            except Refused:
                pass
            self.now += dt.timedelta(minutes=1)
            paths = dict(Organisation.objects.values_list("pk", "path"))
            self.days[clock.today()] = counted(), paths

    def place(self, name):
        row = getattr(self.cast.gansu, name)
        row.refresh_from_db()
        return row

    def enrol(self, centre, studying):
        status = "studying" if studying else "graduated"
        self.cast.an_enrolment(centre=self.place(centre), status=status)

    def open(self, centre, stage):
        self.cast.a_learner(stage, centre=self.place(centre))

    def deposit(self, which, stage):
        learners = list(Account.objects.filter(stage="active").order_by("pk"))
        if learners:
            self.cast.an_outcome(learners[which % len(learners)], stage)

    def transfer(self, centre, to):
        Enrolment.objects.filter(study_centre=self.place(centre)).update(
            study_centre=self.place(to)
        )

    def follow(self, centre, to):
        Account.objects.filter(organisation=self.place(centre)).update(organisation=self.place(to))

    def graduate(self, centre):
        Enrolment.objects.filter(study_centre=self.place(centre)).update(status="graduated")

    def move(self, branch, parent):
        trees.move(self.place(branch), to=self.place(parent), by=SYSTEM)

    def wait(self, days):
        self.now += dt.timedelta(days=days)

    def fold(self):
        ledger.fold()


@pytest.fixture
def cast(gansu, an_enrolment, a_learner, an_outcome):
    """The factories that a life needs, and a tree that has stood for long."""
    Parentage.objects.update(valid_from=dt.date(2020, 1, 1))
    return SimpleNamespace(
        gansu=gansu, an_enrolment=an_enrolment, a_learner=a_learner, an_outcome=an_outcome
    )


def held(cast, acts):
    """Let it all happen, then hold every figure against the count; nothing of it stays."""
    life = Life(cast)
    with transaction.atomic():
        for act in acts:
            life.happen(act)
        with clock.frozen(life.now):
            for _folded in range(2):
                assert ledger.faults() == []
                compare(life)
                ledger.fold()
        transaction.set_rollback(True)


def sequences(examples, longest):
    """Random sequences, the same ones each time."""
    unhurried = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    chosen = settings(
        max_examples=examples, deadline=None, derandomize=True, suppress_health_check=unhurried
    )
    drawn = given(acts=st.lists(ACTS, min_size=4, max_size=longest))
    return lambda function: chosen(drawn(function))


@sequences(examples=12, longest=14)
def test_figures_equal_a_recount_on_every_day_whatever_happened(cast, acts):
    held(cast, acts)


@pytest.mark.trial
@sequences(examples=300, longest=30)
def test_figures_equal_a_recount_after_many_more_sequences(cast, acts):
    held(cast, acts)


def compare(life):
    """Every organisation at the end of every day, by the tree of that day; overdue as of now."""
    for day, top in itertools.product(life.days, Organisation.objects.all()):
        found, paths = life.days[day]
        among = {pk for pk, path in paths.items() if path.startswith(paths[top.pk])}
        period = Period(day, day)
        total = figures.total(figures.of(top, period).values(), period)
        expected = summed(top, among, found)
        late = expected.pop("due", 0)
        assert +Counter(dict(total.now)) == expected, (day, top.code)
        if day == clock.today():
            assert total.overdue == late
