import pytest

from creditbank.bank.calendar import notices
from tests import inspecting


@pytest.fixture(autouse=True)
def today(db):
    """The twentieth of March 2026, a Friday; holidays are known."""
    notices.load_published()
    with inspecting.on("2026-03-20"):
        yield


@pytest.fixture
def seats(gansu, staff):
    with inspecting.on("2026-01-05"):
        return inspecting.sides(gansu, staff)


@pytest.fixture
def decided(gansu, a_learner, an_outcome):
    """Factory: so many outcomes stored on a day, of a learner of a study centre."""

    def make(count, day="2026-03-10", centre=None, stage="stored"):
        with inspecting.on(day):
            learner = a_learner(centre=centre or gansu.centre)
            return [an_outcome(learner, stage, title=f"证书{at}") for at in range(count)]

    return make
