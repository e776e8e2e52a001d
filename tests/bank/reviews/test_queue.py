"""Who gets which case, and for how long."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.history import SYSTEM
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases, decisions, queue
from creditbank.bank.reviews.models import Kind
from creditbank.bank.reviews.oneself import Oneself
from tests.bank.accounts.people import place
from tests.bank.reviews import scene

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(minutes=20, seconds=1)


@pytest.fixture
def seat(db):
    scene.plant()
    return scene.reviewer()


def next_of(seat, kind=""):
    return queue.take_next(seat, oneself=scene.oneself(seat), by=seat.user, kind=kind)


def refused(action, *args, **options):
    with pytest.raises(Refused) as refusal:
        action(*args, **options)
    return refusal.value.code


def test_a_case_goes_to_the_province_of_its_place_else_to_the_root(seat):
    assert scene.a_case("6201").organisation.code == "62"
    assert scene.a_case("62").organisation.code == "62"
    assert scene.a_case("00").organisation.code == "00"


def test_the_next_due_comes_first_and_the_own_lease_before_all(seat):
    late, early = scene.a_case(days=10), scene.a_case(days=2)
    assert next_of(seat) == early
    scene.a_case(days=1)
    assert next_of(seat) == early
    queue.release(early, by=seat.user)
    assert next_of(seat) != early
    assert late.taken_by is None


def test_a_kind_can_be_asked_for(seat):
    scene.a_case(days=1, kind=Kind.ACCOUNT)
    outcome = scene.a_case(days=9)
    assert next_of(seat, kind=Kind.OUTCOME) == outcome


def test_an_abandoned_case_returns_after_twenty_minutes(seat):
    other = scene.reviewer()
    case = scene.a_case()
    assert next_of(seat) == case
    assert next_of(other) is None
    with clock.frozen(clock.now() + LATER):
        assert next_of(other) == case
        assert refused(decide, case, seat) == "taken"


def decide(case, seat, verdict="approve", remarks=()):
    return decisions.decide(case, verdict, remarks, by=seat.user, oneself=scene.oneself(seat))


def test_a_lease_that_ran_out_while_nobody_came_still_decides(seat):
    case = next_of_new(seat)
    with clock.frozen(clock.now() + LATER):
        assert decide(case, seat).verdict == "approve"


def next_of_new(seat):
    scene.a_case()
    return next_of(seat)


def test_nobody_gets_their_own_case_by_user_or_by_document(seat):
    by_user = scene.a_case(person=seat.user)
    by_document = scene.a_case(fingerprint=b"d" * 32)
    own = Oneself(frozenset({seat.user_id}), frozenset({b"d" * 32}))
    assert queue.take_next(seat, oneself=own, by=seat.user) is None
    assert not queue.waiting(seat, own).exists()
    for case in (by_user, by_document):
        assert refused(queue.take, case, oneself=own, by=seat.user) == "own_case"
        assert refused(decisions.decide, case, "approve", by=seat.user, oneself=own) == "own_case"


def test_a_seat_serves_its_own_queue_and_provinces_below_without_anybody(seat):
    gansu, shaanxi = scene.a_case("6201"), scene.a_case("6101")
    national = scene.reviewer("00")
    assert list(queue.waiting(seat)) == [gansu]
    assert list(queue.waiting(national)) == [shaanxi]
    scene.reviewer("61")
    assert not queue.waiting(national).exists()


def test_a_withdrawn_case_is_off_the_desk_of_whoever_reads_it(seat):
    case = next_of_new(seat)
    cases.withdraw(cases.of(case.kind, case.subject_id), by=SYSTEM)
    assert refused(decide, case, seat) == "moved_on"
    assert refused(queue.take, case, oneself=scene.oneself(seat), by=seat.user) == "moved_on"


def test_passing_up_frees_the_case(seat):
    case = next_of_new(seat)
    cases.pass_up(case, to=place("00"), by=SYSTEM)
    case.refresh_from_db()
    assert (case.organisation.code, case.taken_by) == ("00", None)
