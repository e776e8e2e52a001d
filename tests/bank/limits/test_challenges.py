"""Captchas: answered once, in time, and never written down in plain."""

import uuid

import pytest

from creditbank.bank import clock, limits
from creditbank.bank.limits import challenges
from creditbank.bank.limits.models import Challenge

pytestmark = pytest.mark.django_db


@pytest.fixture
def real(settings):
    """As in production: a new answer each time."""
    settings.DEMO = False


def test_the_right_answer_is_good_once(real):
    made = challenges.make()
    answer = challenges.answer_of(made.id)
    assert answer.isdigit()
    assert len(answer) == challenges.DIGITS
    assert challenges.redeem(made.id, answer)
    assert not challenges.redeem(made.id, answer)


def test_a_wrong_answer_ends_it(real):
    made = challenges.make()
    answer = challenges.answer_of(made.id)
    assert not challenges.redeem(made.id, "no")
    assert not challenges.redeem(made.id, answer)
    assert challenges.answer_of(made.id) is None


def test_wide_digits_and_spaces_are_forgiven(real):
    made = challenges.make()
    wide = challenges.answer_of(made.id).translate({0x30 + n: 0xFF10 + n for n in range(10)})
    assert challenges.redeem(made.id, f" {wide[:3]} {wide[3:]}")


def test_it_ends_with_its_time(real):
    made = challenges.make()
    answer = challenges.answer_of(made.id)
    with clock.frozen(clock.now() + challenges.LASTS):
        assert challenges.answer_of(made.id) is None
        assert not challenges.redeem(made.id, answer)


def test_an_unknown_one_is_no_answer():
    assert challenges.answer_of(uuid.uuid4()) is None
    assert not challenges.redeem(uuid.uuid4(), "demo")


def test_the_answer_is_sealed(real):
    made = challenges.make()
    answer = challenges.answer_of(made.id)
    assert answer.encode() not in bytes(Challenge.objects.get().answer)


def test_in_a_demo_the_answer_is_demo_in_any_case():
    assert challenges.redeem(challenges.make().id, "Demo")
    assert not challenges.redeem(challenges.make().id, "123456")


def test_old_ones_are_swept():
    challenges.make()
    with clock.frozen(clock.now() + challenges.LASTS):
        limits.sweep()
    assert not Challenge.objects.exists()
