"""Deadlines in working days of mainland China, with the clock standing while the learner has it."""

import pytest

from creditbank.bank import clock
from creditbank.bank.calendar import notices, working_days
from creditbank.bank.history import SYSTEM
from creditbank.bank.reviews import cases, clocks, deadlines
from creditbank.bank.reviews.models import Case
from tests.bank.reviews import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree(db):
    scene.plant()


def send_back(case, at):
    with scene.at(at):
        Case.objects.filter(pk=case.pk).update(stage="decided")
        case.refresh_from_db()
        cases.answer(case, "return", at=clock.now(), by=SYSTEM)


def left(case):
    return clocks.left(Case.objects.get(pk=case.pk), working_days.table())


@pytest.mark.parametrize(
    ("submitted", "days", "due"),
    [
        ("2025-01-24", 10, "2025-02-13"),  # Spring Festival; 26 January and 8 February made up
        ("2026-02-13", 2, "2026-02-24"),  # the day before the made-up Saturday
        ("2026-02-13 23:59", 2, "2026-02-24"),
        ("2026-02-14 00:00", 2, "2026-02-25"),  # a minute later it is another day 0
        ("2025-09-26", 10, "2025-10-16"),  # National Day; 28 September and 11 October made up
        ("2025-10-03", 2, "2025-10-10"),  # handed in on a holiday
        ("2026-06-27", 2, "2026-06-30"),  # a Saturday
    ],
)
def test_due_at_the_end_of_the_nth_working_day(submitted, days, due):
    with scene.at(submitted):
        case = scene.a_case(days=days)
    assert scene.due(case) == f"{due} 23:59:59"
    assert not case.due_provisional


def test_returned_and_resubmitted_the_remaining_days_run_on():
    with scene.at("2025-09-26 14:00"):
        case = scene.a_case(days=10)
    send_back(case, "2025-09-29 10:00")  # a made-up Sunday and this Monday are used
    assert case.segments.get().days_used == 2
    with scene.at("2025-10-10 09:00"):
        assert left(case) == 8  # the clock stands
        cases.resubmit(case, facts=[], by=SYSTEM)
        assert left(case) == 8
    assert scene.due(case) == "2025-10-21 23:59:59"
    send_back(case, "2025-10-13 10:00")  # the made-up Saturday and this Monday
    with scene.at("2025-10-30"):
        cases.resubmit(case, facts=[], by=SYSTEM)
    assert scene.due(case) == "2025-11-07 23:59:59"


def test_returned_on_the_day_it_came_nothing_is_used():
    with scene.at("2026-03-02 08:00"):
        case = scene.a_case(days=2)
    send_back(case, "2026-03-02 18:00")
    with scene.at("2026-03-10"):
        cases.resubmit(case, facts=[], by=SYSTEM)
    assert scene.due(case) == "2026-03-12 23:59:59"


def test_after_the_last_day_one_working_day_remains():
    with scene.at("2026-03-02"):
        case = scene.a_case(days=2)
    with scene.at("2026-03-07"):
        assert left(case) == -2
    send_back(case, "2026-03-10")
    with scene.at("2026-03-13 16:00"):
        cases.resubmit(case, facts=[], by=SYSTEM)
    assert scene.due(case) == "2026-03-16 23:59:59"


def test_a_day_late_on_a_holiday_is_late_and_not_due_today():
    with scene.at("2025-09-29"):
        case = scene.a_case(days=1)
    with scene.at("2025-09-30 20:00"):
        assert left(case) == 0
    with scene.at("2025-10-01 00:30"):
        assert left(case) == -1


def test_into_an_unpublished_year_it_is_provisional_until_the_notice_is_out():
    with scene.at("2026-12-25"):
        case = scene.a_case(days=10)
        assert (scene.due(case), case.due_provisional) == ("2026-12-31 23:59:59", True)
        assert left(case) == 10
    with scene.at("2027-01-04"):
        assert left(case) == 6  # no weekday of 2027 counts yet
        assert deadlines.settle(by=SYSTEM) == 0
        notices.enter(clock.today().replace(day=1), working=False, name_zh="元旦", by=SYSTEM)
        notices.publish(2027, by=SYSTEM)
        assert deadlines.settle(by=SYSTEM) == 1
        assert deadlines.settle(by=SYSTEM) == 0
    case.refresh_from_db()
    assert (scene.due(case), case.due_provisional) == ("2027-01-11 23:59:59", False)


def test_what_was_used_in_an_unpublished_year_is_counted_when_it_is_known():
    with scene.at("2026-12-30"):
        case = scene.a_case(days=10)
    send_back(case, "2027-01-06")
    assert case.segments.get().days_used == 1
    notices.publish(2027, by=SYSTEM)
    with scene.at("2027-01-11"):
        cases.resubmit(case, facts=[], by=SYSTEM)
    # 31 December; 1, 4, 5, 6 January: five are used, five remain
    assert scene.due(case) == "2027-01-18 23:59:59"
