"""What a province lays down, from a day on, with what held before."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.history.models import Event
from creditbank.bank.organisations import policies
from creditbank.bank.organisations.models import PolicyKey
from tests.cast import SOMEBODY
from tests.refusing import refusing

pytestmark = pytest.mark.django_db
KEY = PolicyKey.FIRST_CHECK


def lay_down(province, value, **told):
    return policies.lay_down(province, KEY, value, by=SOMEBODY, **told)


def test_until_something_is_laid_down_there_is_no_first_check(gansu):
    assert policies.in_force(gansu.province, KEY) == "nobody"


def test_it_holds_from_its_day_on_in_that_province_alone(gansu):
    later = clock.today() + dt.timedelta(days=10)
    lay_down(gansu.province, "branch")
    lay_down(gansu.province, "study_centre", since=later)
    assert policies.in_force(gansu.province, KEY) == "branch"
    assert policies.in_force(gansu.province, KEY, on=later) == "study_centre"
    assert policies.in_force(gansu.elsewhere, KEY) == "nobody"
    assert policies.all_in_force(KEY) == {gansu.province.pk: "branch"}


def test_the_same_day_again_replaces_it_and_the_history_keeps_both(gansu):
    row = lay_down(gansu.province, "branch")
    lay_down(gansu.province, "study_centre")
    assert [each.value for each in policies.laid_down(gansu.province, KEY)] == ["study_centre"]
    events = Event.objects.filter(subject="bank_policy", subject_id=row.pk).order_by("id")
    assert [event.after["value"] for event in events] == ["branch", "study_centre"]
    assert {event.actor_label for event in events} == {SOMEBODY.actor_label}


def test_only_provinces_and_no_past_day_and_no_other_value(gansu):
    with refusing("no_province"):
        lay_down(gansu.branch, "branch")
    with refusing("past"):
        lay_down(gansu.province, "branch", since=clock.today() - dt.timedelta(days=1))
    with refusing("value"):
        lay_down(gansu.province, "everybody")
