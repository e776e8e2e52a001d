"""Nobody reaches out of the subtree of the post they act under."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.access import disclosures, reach
from creditbank.bank.access.models import Disclosure
from creditbank.bank.access.permissions import Permission
from creditbank.bank.accounts import vouching
from creditbank.bank.enrolments import complaints
from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import appointments
from creditbank.bank.organisations.roles import Role
from creditbank.bank.reviews import queue

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("place", "seen"),
    [
        ("root", ["root", "province", "branch", "centre", "elsewhere", "elsewhere_centre"]),
        ("province", ["province", "branch", "centre"]),
        ("branch", ["branch", "centre"]),
        ("centre", ["centre"]),
        ("other_centre", []),
        ("elsewhere", ["elsewhere", "elsewhere_centre"]),
    ],
)
def test_a_seat_reaches_its_own_organisation_and_what_lies_below(gansu, staff, place, seen):
    seat = reach.seat(staff(Role.OFFICER, getattr(gansu, place)), None)
    within = set(reach.organisations(seat).values_list("code", flat=True))
    asked = ("root", "province", "branch", "centre", "elsewhere", "elsewhere_centre")
    assert [name for name in asked if getattr(gansu, name).code in within] == seen


def test_a_reviewer_has_the_cases_of_the_province_and_no_others(gansu, a_reviewer, a_learner):
    here = a_learner(stage="pending_review", centre=gansu.far_centre)
    a_learner(stage="pending_review", centre=gansu.elsewhere_centre)
    a_reviewer(gansu.elsewhere)
    seat = reach.seat(a_reviewer(gansu.province), None)
    assert [case.subject_id for case in queue.waiting(seat)] == [here.pk]


def test_an_officer_has_the_tasks_of_the_subtree_and_no_others(gansu, an_enrolment, a_learner):
    for centre in (gansu.centre, gansu.far_centre, gansu.elsewhere_centre):
        complaints.raise_one(an_enrolment(centre=centre), "姓名写错了", by=SYSTEM)
        a_learner(stage="pending_review", centre=centre, email="another@example.com")
    for place, number in (("centre", 1), ("branch", 1), ("province", 2), ("root", 3)):
        assert complaints.waiting(getattr(gansu, place)).count() == number
        assert vouching.waiting(getattr(gansu, place)).count() == number


def test_seats_are_those_in_force_and_the_chosen_one_counts(gansu, staff):
    user = staff(Role.REVIEWER, gansu.province)
    officer = appointments.appoint(user, role=Role.OFFICER, organisation=gansu.centre, by=SYSTEM)
    assert {seat.role for seat in reach.seats(user)} == {"reviewer", "officer"}
    assert reach.seat(user, officer.pk).role == "officer"
    appointments.dismiss(officer, by=SYSTEM)
    assert reach.seat(user, officer.pk).role == "reviewer"


def test_somebody_else_s_seat_cannot_be_chosen(gansu, staff):
    user, other = staff(Role.OFFICER, gansu.centre), staff(Role.REVIEWER, gansu.elsewhere)
    assert reach.seat(user, other.appointments.get().pk).user == user
    with clock.frozen(clock.now() - dt.timedelta(days=2)):
        assert reach.seat(user, None) is None


def test_it_is_known_where_somebody_holds_a_permission(gansu, a_reviewer):
    user = a_reviewer(gansu.province)
    assert reach.has_anybody(gansu.province, Permission.REVIEW)
    assert not reach.has_anybody(gansu.elsewhere, Permission.REVIEW)
    assert not reach.has_anybody(gansu.province, Permission.STAFF_MANAGE)
    user.is_active = False
    user.save()
    assert not reach.has_anybody(gansu.province, Permission.REVIEW)


def test_a_look_is_written_down_with_who_whom_what_and_why(gansu, a_reviewer, a_learner):
    account, reviewer = a_learner(), a_reviewer(gansu.province)
    disclosures.note(
        by=reviewer, subject=account, what="number", reason="核对", account_id=account.pk
    )
    row = Disclosure.objects.get()
    assert (row.actor_label, row.subject_id, row.what) == (reviewer.label, account.pk, "number")
    assert (row.account_id, row.reason) == (account.pk, "核对")
