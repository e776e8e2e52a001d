"""Posts that are about to end: their holder and the administrator are reminded once."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.access import endings, staffing
from creditbank.bank.history import SYSTEM
from creditbank.bank.messages import outbox, rendering
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations.roles import Role

pytestmark = pytest.mark.django_db


def told(user):
    return sorted(letter.row.letter for letter in outbox.inbox(user.pk))


def in_days(days):
    return clock.today() + dt.timedelta(days=days)


def test_the_holder_and_the_nearest_administrator_are_told_two_weeks_ahead(
    gansu, staff, an_officer
):
    national = staff(Role.NATIONAL_ADMIN, gansu.root)
    provincial = staff(Role.PROVINCE_ADMIN, gansu.province)
    beside = staff(Role.BRANCH_ADMIN, gansu.second_branch)
    officer = an_officer(gansu.centre, until=in_days(14), name="到样")
    assert endings.remind(by=SYSTEM) == 1
    assert told(officer) == ["staff_ending"]
    assert told(provincial) == ["staff_ending_here"]
    assert told(national) == told(beside) == []
    message = Message.objects.get(letter="staff_ending_here")
    words = rendering.to_read(message)
    assert "到样的岗位“兰州分校城关教学点 · 办事员”" in words.body


def test_it_is_told_once_and_again_for_another_last_day(gansu, staff, an_officer):
    admin = staff(Role.BRANCH_ADMIN, gansu.branch)
    officer = an_officer(gansu.centre, until=in_days(10))
    endings.remind(by=SYSTEM)
    assert endings.remind(by=SYSTEM) == 0
    seat = admin.appointments.select_related("organisation", "user").get()
    post = officer.appointments.select_related("organisation", "user").get()
    staffing.extend(seat, post, until=in_days(30), by=admin)
    assert endings.remind(by=SYSTEM) == 0
    with clock.frozen(clock.now() + dt.timedelta(days=20)):
        assert endings.remind(by=SYSTEM) == 1


@pytest.mark.parametrize("days", [15, -1, None])
def test_what_ends_later_has_ended_or_never_ends_is_left_alone(gansu, an_officer, days):
    officer = an_officer(gansu.centre, until=None if days is None else in_days(days))
    assert endings.remind(by=SYSTEM) == 0
    assert told(officer) == []


def test_who_ends_themselves_is_not_the_one_who_is_asked_to_prolong_it(gansu, staff):
    superior = staff(Role.PROVINCE_ADMIN, gansu.province)
    ending = staff(Role.BRANCH_ADMIN, gansu.branch, until=in_days(3))
    endings.remind(by=SYSTEM)
    assert told(ending) == ["staff_ending"]
    assert told(superior) == ["staff_ending_here"]


def test_many_endings_cost_a_few_queries_each(
    gansu, staff, an_officer, django_assert_max_num_queries
):
    staff(Role.BRANCH_ADMIN, gansu.branch)
    for _time in range(5):
        an_officer(gansu.centre, until=in_days(3))
    with django_assert_max_num_queries(80):
        assert endings.remind(by=SYSTEM) == 5
