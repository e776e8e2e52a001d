"""The cast stands where it says, with the rows that belong there."""

import pytest

from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db

CASES = {
    "pending_review": "open",
    "returned": "with_learner",
    "rejected": "closed",
    "active": "closed",
    "suspended": "closed",
}


@pytest.mark.parametrize("stage", CASES)
def test_a_learner_stands_in_the_stage_with_the_case_to_it(a_learner, stage):
    account = a_learner(stage=stage)
    assert account.stage == stage
    assert cases.of(Kind.ACCOUNT, account.pk).stage == CASES[stage]


def test_an_active_learner_signs_in_by_the_password_or_has_the_first_sign_in_before_them(a_learner):
    assert a_learner().user.check_password(PASSWORD)
    fresh = a_learner(first_sign_in=True)
    assert fresh.user.initial_until is not None
    assert fresh.user.email_confirmed_at is None


@pytest.mark.parametrize(
    ("stage", "case"),
    [
        ("draft", None),
        ("submitted", "open"),
        ("returned", "with_learner"),
        ("stored", "closed"),
        ("rejected", "closed"),
        ("withdrawn", "withdrawn"),
    ],
)
def test_an_outcome_stands_in_the_stage_with_the_case_to_it(a_learner, an_outcome, stage, case):
    outcome = an_outcome(a_learner(), stage=stage)
    assert outcome.stage == stage
    found = cases.of(Kind.OUTCOME, outcome.pk)
    assert (found and found.stage) == case
    assert outcome.evidence.count() == 1


def test_staff_pass_the_gates(client, gansu, a_reviewer, signed_in):
    response = signed_in(client, a_reviewer(gansu.province)).get("/work/reviews/")
    assert response.status_code == 200


def test_a_learner_passes_the_gate(client, a_learner, signed_in):
    response = signed_in(client, a_learner().user).get("/me/outcomes/")
    assert response.status_code == 200
