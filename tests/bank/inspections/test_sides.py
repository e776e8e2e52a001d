"""Who sees an inspection, by the tree of today: the inspector's side, the branch's, nobody else."""

import pytest

from creditbank.bank.history import SYSTEM
from creditbank.bank.inspections import assessments, notices, sides
from creditbank.bank.inspections.models import Inspection
from creditbank.bank.organisations import appointments, trees
from creditbank.bank.organisations.roles import Role
from tests.inspecting import draw, fresh, notified, on, work_through

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(staff):
    def make(role, place):
        user = staff(role, place)
        return user.appointments.select_related("organisation").get()

    return make


def sees(seat):
    return set(sides.visible(seat))


def test_a_draft_is_the_inspectors_own_business(gansu, seats, decided, seat):
    decided(1)
    row = draw(seats.inspector, gansu.branch)
    assert sees(seats.inspector) == {row}
    assert sides.inspects(seats.inspector, row)
    assert sees(seat(Role.NATIONAL_ADMIN, gansu.root)) == {row}
    assert sees(seat(Role.AUDITOR, gansu.root)) == {row}
    for stranger in (seats.officer, seats.admin, seat(Role.PROVINCE_ADMIN, gansu.elsewhere)):
        assert not sees(stranger)


def test_after_the_notice_the_branch_and_who_reaches_it_see_it(gansu, seats, decided, seat):
    decided(1)
    row = notified(seats.inspector, gansu.branch)
    for near in (seats.officer, seats.admin):
        assert sees(near) == {row}
        assert sides.answers(near, row)
        assert set(sides.waiting(near)) == {row}
    assert not sides.answers(seats.inspector, row)
    assert not sees(seat(Role.OFFICER, gansu.centre))
    assert not sees(seat(Role.OFFICER, gansu.second_branch))
    assert not sides.inspects(seats.admin, row)


def test_a_province_that_is_inspected_answers_and_does_not_inspect(gansu, seats, decided, seat):
    decided(1)
    centre = seat(Role.NATIONAL_ADMIN, gansu.root)
    row = draw(centre, gansu.province)
    below = draw(centre, gansu.branch)
    assert not sees(seats.inspector)
    row = work_through(centre, row)
    notices.notify(row, "请整改。", days=5, below=gansu.root, by=centre.user)
    assert sees(seats.inspector) == {row}
    assert not sides.inspects(seats.inspector, fresh(row))
    assert sides.answers(seats.inspector, fresh(row))
    assert not sides.inspects(seats.inspector, below)


def test_where_nobody_is_at_the_branch_the_place_above_is_told(gansu, seats, decided):
    decided(1)
    row = draw(seats.inspector, gansu.centre)
    users = {user.pk for user in sides.answerers(row)}
    assert users == {seats.officer.user_id, seats.admin.user_id}
    for post in (seats.officer, seats.admin):
        appointments.dismiss(post, by=SYSTEM)
    assert sides.answerers(row) == []


def test_a_branch_that_moves_takes_its_inspections_to_the_new_superior(gansu, seats, decided, seat):
    decided(1)
    row = notified(seats.inspector, gansu.branch)
    with on("2026-03-21"):
        trees.move(gansu.branch, to=gansu.elsewhere, by=SYSTEM)
    seats.inspector.refresh_from_db()
    assert not sees(seats.inspector)
    new = seat(Role.PROVINCE_ADMIN, gansu.elsewhere)
    assert sees(new) == {row}
    assert sides.inspects(new, Inspection.objects.get(pk=row.pk))


def test_a_person_who_moved_out_of_reach_is_not_seen_and_holds_nothing_up(gansu, seats, decided):
    decided(1)
    decided(1, centre=gansu.other_centre)
    row = draw(seats.inspector, gansu.branch)
    with on("2026-03-21"):
        trees.move(gansu.other_centre, to=gansu.elsewhere_branch, by=SYSTEM)
    left = assessments.samples(row, gansu.province)
    assert [one.case.place for one in left] == [gansu.centre]
    assert assessments.unassessed(row, gansu.province) == 1
