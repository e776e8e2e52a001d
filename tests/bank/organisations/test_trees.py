"""The tree: founded, moved, asked about, and its past kept."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from creditbank.bank import clock
from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import appointments, trees
from creditbank.bank.organisations.models import Appointment, Capacity, Organisation, Parentage
from creditbank.bank.organisations.roles import Role
from creditbank.bank.refusals import Refused

pytestmark = pytest.mark.django_db


def codes(rows):
    return [row.code for row in rows.order_by("path")]


def test_below_is_the_whole_subtree_with_its_own_root(gansu):
    below = Organisation.objects.below(gansu.province)
    assert codes(below) == ["620000", "620100", "620101", "620102", "620500", "620501"]


def test_a_code_that_begins_another_s_does_not_reach_it(gansu):
    longer = trees.found(code="6201001", name_zh="像分校", parent=gansu.province, by=SYSTEM)
    assert longer not in Organisation.objects.below(gansu.branch)
    assert not longer.is_within(gansu.branch)


def test_above_is_the_way_to_the_root(gansu):
    above = Organisation.objects.above(gansu.centre)
    assert [row.code for row in above] == ["000000", "620000", "620100", "620101"]


def test_a_moved_branch_takes_everything_below_with_it_and_its_past_stays(gansu):
    with clock.frozen(clock.now() + dt.timedelta(days=3)):
        trees.move(gansu.branch, to=gansu.elsewhere, by=SYSTEM)
        today = clock.today()
    centre = Organisation.objects.get(code="620101")
    assert centre.path == "000000/440000/620100/620101/"
    assert codes(Organisation.objects.below(gansu.province)) == ["620000", "620500", "620501"]
    past = Parentage.objects.filter(organisation=gansu.branch).order_by("valid_from")
    assert [(row.parent.code, row.valid_to) for row in past] == [
        ("620000", today),
        ("440000", None),
    ]


def test_nobody_moves_below_themselves(gansu):
    with pytest.raises(Refused) as refused:
        trees.move(gansu.province, to=gansu.branch, by=SYSTEM)
    assert refused.value.code == "circle"


def test_nobody_stands_under_two_at_a_time(gansu):
    with pytest.raises(IntegrityError), transaction.atomic():
        Parentage.objects.create(
            organisation=gansu.branch, parent=gansu.elsewhere, valid_from=clock.today()
        )


def test_a_code_is_given_once(gansu):
    with pytest.raises(IntegrityError), transaction.atomic():
        trees.found(code="620100", name_zh="又一个", parent=gansu.elsewhere, by=SYSTEM)


def test_one_organisation_may_be_several_things(gansu):
    gansu.province.capacities = [Capacity.PROVINCE, Capacity.ISSUER]
    gansu.province.save()
    assert codes(Organisation.objects.with_capacity(Capacity.ISSUER)) == ["620000"]
    assert codes(Organisation.objects.with_capacity(Capacity.PROVINCE)) == ["440000", "620000"]


def test_a_post_holds_until_its_last_day_and_not_after_it(gansu, staff):
    last = clock.today() + dt.timedelta(days=2)
    user = staff(Role.REVIEWER, gansu.province, until=last)
    noon = dt.datetime.combine(last, dt.time(12), clock.SHANGHAI)
    with clock.frozen(noon):
        assert Appointment.objects.current().filter(user=user).exists()
    with clock.frozen(noon + dt.timedelta(days=1)):
        assert not Appointment.objects.current().filter(user=user).exists()


def test_who_is_dismissed_has_no_post_from_today(gansu, staff):
    user = staff(Role.OFFICER, gansu.centre)
    appointments.dismiss(user.appointments.get(), by=SYSTEM, reason="离职")
    assert not Appointment.objects.current().filter(user=user).exists()
