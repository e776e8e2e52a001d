import pytest

from tests.bank.accounts import people


@pytest.fixture
def bank(db):
    people.plant()
    return people
