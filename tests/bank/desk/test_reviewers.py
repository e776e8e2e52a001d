"""Nobody reviews themselves: not as another user either, and not where nobody else is."""

import pytest

from creditbank.bank.desk import queues
from creditbank.bank.desk.reviewers import oneself
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Case
from tests.bank.accounts.people import enrol, number
from tests.bank.desk import scene
from tests.bank.outcomes.scene import a_learner, with_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(db):
    scene.plant()
    with_catalogue()
    return scene.reviewer()


@pytest.fixture
def mine(seat):
    """A deposit of the reviewer as a learner: the same human, another user."""
    learner = a_learner()
    scene.also_learner(seat, learner)
    return scene.a_deposit(learner=learner)[1]


def test_the_same_address_and_its_documents_are_oneself(seat, mine):
    own = oneself(seat.user)
    assert own.users == {seat.user_id, mine.person_id}
    assert bytes(mine.fingerprint) in own.fingerprints


def test_ones_own_deposit_is_neither_listed_nor_taken_nor_decided(seat, mine):
    scene.reviewer()
    assert not queues.waiting(seat).exists()
    assert queues.take_next(seat) is None
    with pytest.raises(Refused) as refusal:
        scene.decided(mine, seat)
    assert refusal.value.code == "own_case"


def test_another_opening_of_ones_own_number_is_known_by_the_document(seat):
    enrolment = enrol(number())
    account, _case = scene.an_opening(enrolment=enrolment)
    scene.also_learner(seat, account)
    _other, case = scene.an_opening(enrolment=enrolment, email="other.one@example.org")
    with pytest.raises(Refused) as refusal:
        scene.decided(case, seat)
    assert refusal.value.code == "own_case"


def test_where_nobody_else_reviews_the_own_case_goes_up(seat, mine):
    national = scene.reviewer("00")
    assert queues.take_next(seat) is None
    assert Case.objects.get(pk=mine.pk).organisation.code == "00"
    assert queues.take_next(national) == mine


def test_with_a_colleague_it_stays(seat, mine):
    scene.reviewer("00")
    colleague = scene.reviewer()
    queues.take_next(seat)
    assert queues.take_next(colleague) == mine


def test_a_province_without_reviewers_is_served_from_above(seat, mine):
    national = scene.reviewer("00")
    scene.dismissed(seat)
    assert list(queues.waiting(national)) == [mine]
