"""Handing in and carrying out: nothing that was handed in is lost, nothing is done twice."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.accounts import errands, slips, tasks
from creditbank.bank.accounts.models import Account, Slip
from creditbank.bank.history import VISITOR
from creditbank.bank.portal import agreements
from creditbank.bank.refusals import Refused
from tests.bank.accounts.people import OTHER

pytestmark = pytest.mark.django_db


def handed_in(bank, **told):
    enrolment = told.pop("enrolment", None) or bank.enrol()
    return slips.hand_in(enrolment, agreement=agreements.current(), by=VISITOR, **told)


def test_what_was_handed_in_is_carried_out_once(bank):
    scan = bank.a_scan()
    slip = handed_in(bank, email=OTHER, scans=[scan])
    assert not Account.objects.exists()
    for _time in range(2):
        tasks.carry_out(slip_id=str(slip.pk))
    account = Account.objects.get()
    assert (account.user.email, account.vouched_by) == (OTHER, "scan")
    assert account.scans.get().file == scan
    assert not Slip.objects.exists()


def test_a_slip_whose_job_got_lost_is_found_again(bank):
    handed_in(bank)
    tasks.rescue()
    assert not Account.objects.exists(), "its job may still be at it"
    with clock.frozen(clock.now() + dt.timedelta(minutes=2)):
        tasks.rescue()
    assert Account.objects.count() == 1


def test_one_that_fails_stops_no_other_and_stays(bank, monkeypatch):
    broken, _good = handed_in(bank), handed_in(bank)
    carry_out = errands.carry_out

    def fall(slip_id):
        if slip_id == broken.pk:
            raise ZeroDivisionError
        carry_out(slip_id)

    monkeypatch.setattr(errands, "carry_out", fall)
    with clock.frozen(clock.now() + dt.timedelta(minutes=2)):
        tasks.rescue()
    assert Account.objects.count() == 1
    assert list(Slip.objects.all()) == [broken]


def test_where_no_address_is_known_one_is_asked_for(bank):
    with pytest.raises(Refused) as refused:
        handed_in(bank, enrolment=bank.enrol(email=None))
    assert (refused.value.code, refused.value.field) == ("email_missing", "email")
    assert not Slip.objects.exists()
