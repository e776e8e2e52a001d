import pytest

from creditbank.bank.organisations.models import Organisation
from creditbank.bank.progress import ledger
from tests.bank.progress.conftest import summed

pytestmark = pytest.mark.django_db


def below(top):
    return set(Organisation.objects.below(top).values_list("pk", flat=True))


def test_figures_are_what_a_recount_says(gansu, a_learner, an_outcome, an_enrolment, shown):
    learner = a_learner()
    for stage in ("submitted", "returned", "stored", "rejected", "withdrawn", "draft"):
        an_outcome(learner, stage)
    for stage in ("pending_review", "returned", "rejected", "suspended"):
        a_learner(stage, centre=gansu.far_centre)
    an_enrolment(status="graduated")
    for top in (gansu.root, gansu.province, gansu.branch, gansu.centre, gansu.elsewhere):
        assert shown(top) == summed(top, below(top))
    assert shown(gansu.province)["activated"] == 2
    ledger.fold()
    assert shown(gansu.province) == summed(gansu.province, below(gansu.province))
    assert ledger.faults() == []
