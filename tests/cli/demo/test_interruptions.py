"""A load that broke off goes on; a bank that is somebody's is left alone."""

import pytest
from django.conf import settings

from creditbank.bank.accounts.models import Account
from creditbank.bank.catalogue.models import CertificateType
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.organisations.models import Organisation
from creditbank.cli import demo
from creditbank.cli.demo import learners

pytestmark = pytest.mark.django_db


def test_a_load_that_broke_off_is_taken_up_where_it_stopped(monkeypatch, tmp_path, db):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)

    def fall(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(learners, "open_all", fall)
        with pytest.raises(KeyboardInterrupt):
            demo.load(people=24)
    assert Organisation.objects.exists()
    assert not Account.objects.exists()
    assert not (tmp_path / "demo.json").exists()
    assert demo.load(people=24) is True
    assert (tmp_path / "demo.json").exists()
    assert Enrolment.objects.count() == 24


def test_a_bank_with_organisations_of_its_own_is_left_alone(gansu, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    assert demo.load(people=24) is False
    assert not CertificateType.objects.exists()
    assert not (tmp_path / "demo.json").exists()
