"""Where a case goes when nobody here can decide it: one answer for every such question."""

import pytest

from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import trees
from creditbank.bank.reviews import cases, queue, superiors
from creditbank.bank.reviews.models import Case
from tests.bank.accounts.people import place
from tests.bank.reviews import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _planted(db):
    scene.plant()


def queue_of(case):
    return Case.objects.get(pk=case.pk).organisation.code


def test_the_nearest_at_or_above_with_somebody_and_at_last_the_centre():
    assert superiors.nearest(place("6201")).code == "00"  # nobody anywhere
    scene.reviewer("00")
    assert superiors.nearest(place("6201")).code == "00"
    scene.reviewer("62")
    assert superiors.nearest(place("6201")).code == "62"
    assert superiors.nearest(place("62")).code == "62"


def test_the_common_superior_is_the_lowest_that_has_both():
    assert superiors.common([place("6201"), place("6101")]).code == "00"
    assert superiors.common([place("6201"), place("62")]).code == "62"
    assert superiors.common([place("6201"), place("6201")]).code == "6201"


def test_claims_of_two_provinces_meet_at_their_common_superior_whoever_was_reading_one():
    scene.reviewer("00")
    seat = scene.reviewer("62")
    first, second = scene.a_case("6201"), scene.a_case("6101")
    queue.take_next(seat, oneself=scene.oneself(seat), by=seat.user)
    superiors.settle_together(second, [first], by=SYSTEM)
    assert queue_of(first) == queue_of(second) == second.organisation.code == "00"
    assert Case.objects.get(pk=first.pk).taken_by is None


def test_claims_of_one_province_stay_with_it():
    first, second = scene.a_case("6201"), scene.a_case("62")
    superiors.settle_together(second, [first], by=SYSTEM)
    assert queue_of(first) == queue_of(second) == "62"


def test_what_is_closed_stays_and_its_place_counts():
    first, second = scene.a_case("6201"), scene.a_case("6101")
    cases.withdraw(first, by=SYSTEM)
    superiors.settle_together(second, [first], by=SYSTEM)
    assert (queue_of(first), queue_of(second)) == ("62", "00")


def test_a_third_claim_follows_the_two():
    first, second = scene.a_case("6201"), scene.a_case("6101")
    superiors.settle_together(second, [first], by=SYSTEM)
    third = scene.a_case("6201")
    superiors.settle_together(third, [first, second], by=SYSTEM)
    assert {queue_of(case) for case in (first, second, third)} == {"00"}


def test_a_case_is_out_of_reach_the_moment_its_place_is_moved_and_follows_it():
    old, new = scene.reviewer("62"), scene.reviewer("61")
    case = scene.a_case("6201")
    trees.move(place("6201"), to=place("61"), by=SYSTEM)
    old.organisation.refresh_from_db()
    assert not queue.waiting(old).exists()
    assert superiors.follow_the_tree(by=SYSTEM) == 1
    assert list(queue.waiting(new)) == [case]
    assert superiors.follow_the_tree(by=SYSTEM) == 0
