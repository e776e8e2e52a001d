"""A change of the holiday table: what moves is known before, and follows after."""

import datetime as dt

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from creditbank.bank.calendar import lists, working_days
from creditbank.bank.calendar.lists import Day
from creditbank.bank.calendar.models import CalendarYear, Holiday
from creditbank.bank.history import SYSTEM
from creditbank.bank.history.models import Event
from creditbank.bank.reviews import deadlines, holidays, tasks
from tests.bank.reviews import scene

pytestmark = pytest.mark.django_db
NEW_YEAR = lists.read("2027-01-01 至 2027-01-03 元旦", 2027).days


@pytest.fixture(autouse=True)
def tree(db):
    scene.plant()


def days_of(year, *more, without=()):
    held = Holiday.objects.filter(year__year=year)
    kept = [Day(one.day, one.working, one.name_zh) for one in held if one.day not in without]
    return [*kept, *more]


def settle(year, days, *, published=True):
    row = CalendarYear.objects.filter(year=year).first()
    holidays.settle_year(
        year, days, published=published, notice="", seen=row.stamp if row else None, by=SYSTEM
    )
    for job in ProcrastinateJob.objects.filter(task_name="reviews.recount_deadlines"):
        tasks.recount_deadlines(**job.args)


def due(case):
    case.refresh_from_db()
    return scene.due(case), case.due_provisional


def test_publishing_a_year_makes_its_provisional_deadlines_firm():
    with scene.at("2026-12-25"):
        case = scene.a_case(days=10)
    start = case.submitted_at
    assert case.due_provisional
    assert holidays.waiting_for(2027) == 1
    assert holidays.moved(2027, NEW_YEAR, published=True) == 0  # nobody was shown a firm one
    assert working_days.forecast(start, 10).provisional
    settle(2027, NEW_YEAR)
    assert due(case) == ("2027-01-11 23:59:59", False)
    assert working_days.due_at(start, 10) == (case.due_at, False)


def test_a_day_off_more_moves_what_counts_over_it_and_nothing_else():
    with scene.at("2026-03-02"):
        over, before = scene.a_case(days=10), scene.a_case(days=2)
    with scene.at("2026-03-10"):
        later = scene.a_case(days=2)
    off = Day(dt.date(2026, 3, 9), False, "临时放假")
    assert holidays.moved(2026, days_of(2026, off), published=True) == 1
    settle(2026, days_of(2026, off))
    assert due(over) == ("2026-03-17 23:59:59", False)
    assert due(before)[0] == "2026-03-04 23:59:59"
    assert due(later)[0] == "2026-03-12 23:59:59"
    assert Event.objects.of(over).last().after["due_at"].startswith("2026-03-17")


def test_a_make_up_day_taken_back_moves_too_and_a_new_name_moves_nothing():
    with scene.at("2026-02-13"):
        case = scene.a_case(days=2)
    assert due(case)[0] == "2026-02-24 23:59:59"
    gone = days_of(2026, without={dt.date(2026, 2, 14)})
    assert holidays.moved(2026, gone, published=True) == 1
    renamed = [Day(one.day, one.working, "别的名称") for one in days_of(2026)]
    assert holidays.moved(2026, renamed, published=True) == 0
    settle(2026, gone)
    assert due(case)[0] == "2026-02-25 23:59:59"


def test_a_year_taken_back_makes_its_deadlines_provisional():
    with scene.at("2026-03-02"):
        case = scene.a_case(days=2)
    assert holidays.moved(2026, days_of(2026), published=False) == 1
    settle(2026, days_of(2026), published=False)
    assert due(case)[1]


def test_cases_that_are_closed_or_with_the_learner_stay_as_they_were():
    with scene.at("2026-03-02"):
        case = scene.a_case(days=10)
    type(case).objects.filter(pk=case.pk).update(stage="with_learner")
    case.segments.update(ended_at=case.submitted_at)
    off = Day(dt.date(2026, 3, 9), False, "临时放假")
    assert holidays.moved(2026, days_of(2026, off), published=True) == 0
    settle(2026, days_of(2026, off))
    assert due(case)[0] == "2026-03-16 23:59:59"


def test_counting_again_changes_nothing(django_assert_num_queries):
    with scene.at("2026-03-02"):
        scene.a_case(days=10)
    assert deadlines.recount(dt.date(2026, 1, 1), by=SYSTEM) == 0
