"""Drawing a sample among very many cases: by an index, in a handful of statements."""

import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import rows
from creditbank.bank import clock
from creditbank.bank.inspections import draws
from creditbank.bank.organisations.roles import Role
from creditbank.bank.reviews.oneself import Oneself
from tests.bench.test_plans import fill, plans

pytestmark = pytest.mark.django_db(transaction=True)
MANY, DAYS = 20_000, 1_000


@pytest.fixture
def seat(cluster, gansu, a_learner, staff):
    """An inspector above a thousand days of decided cases."""
    a_learner(stage="pending_review")
    ended = {
        "stage": "'closed'",
        "closed_at": f"now() - interval '1 day' * (1 + n::float * {DAYS} / {MANY})",
    }
    cases, _segments = rows.cases(MANY)
    fill(cluster, dataclasses.replace(cases, changes={**cases.changes, **ended}))
    user = staff(Role.PROVINCE_ADMIN, gansu.province)
    return user.appointments.select_related("organisation").get()


def test_the_draw_reads_the_period_and_not_every_case(gansu, seat):
    until = clock.today() - dt.timedelta(days=1)
    with CaptureQueriesContext(connection) as asked:
        row = draws.draw(
            seat,
            gansu.branch,
            kind="outcome",
            since=until - dt.timedelta(days=30),
            until=until,
            wanted=50,
            oneself=Oneself(frozenset({seat.user_id})),
            by=seat.user,
        )
    assert row.samples.count() == 50
    assert len(asked) <= 12
    told = plans(asked.captured_queries, '"bank_case"')
    assert len(told) == 3
    for plan in told:
        assert "case_ended" in plan
        assert "Seq Scan on bank_case" not in plan
    assert draws.holds(row)
