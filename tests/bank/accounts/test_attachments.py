import pytest

from creditbank.bank.accounts import attachments
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import SYSTEM

pytestmark = pytest.mark.django_db


def test_an_account_follows_its_enrolment_to_another_study_centre(gansu, a_learner):
    stays, goes = a_learner(centre=gansu.centre), a_learner(centre=gansu.centre)
    Enrolment.objects.filter(pk=goes.enrolment_id).update(study_centre=gansu.far_centre)
    assert attachments.follow_all(by=SYSTEM) == 1
    for account, place in ((stays, gansu.centre), (goes, gansu.far_centre)):
        account.refresh_from_db()
        assert account.organisation == place
    assert attachments.follow_all(by=SYSTEM) == 0


def test_when_one_enrolment_has_ended_the_open_one_leads(gansu, a_learner, an_enrolment):
    account = a_learner(centre=gansu.centre)
    first = Enrolment.objects.get()
    second = an_enrolment(centre=gansu.far_centre, number=first.number, level="专科")
    assert attachments.follow_all(by=SYSTEM) == 0
    Enrolment.objects.filter(pk=first.pk).update(status="graduated")
    assert attachments.follow_all(by=SYSTEM) == 1
    account.refresh_from_db()
    assert (account.enrolment_id, account.organisation) == (second.pk, gansu.far_centre)


def test_who_has_graduated_from_everything_stays(gansu, a_learner):
    account = a_learner(centre=gansu.centre)
    Enrolment.objects.update(status="graduated")
    assert attachments.follow_all(by=SYSTEM) == 0
    account.refresh_from_db()
    assert account.organisation == gansu.centre
