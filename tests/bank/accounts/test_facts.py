"""What the system finds by itself about an opening."""

import datetime as dt

from creditbank.bank.accounts import facts, vouching
from creditbank.bank.enrolments import complaints
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import VISITOR
from tests.bank.accounts.people import OTHER


def codes(account):
    return {fact["code"] for fact in facts.of(account)}


def test_a_plain_opening_has_nothing_but_good_news(bank):
    found = facts.of(bank.open_account())
    assert {fact["code"] for fact in found} == {"address_same", "number_valid"}
    assert {fact["level"] for fact in found} == {"ok"}


def test_an_unfamiliar_address_and_who_vouched(bank):
    account = bank.open_account(email=OTHER)
    assert {"address_differs", "needs_vouching"} <= codes(account)
    vouching.vouch_by_link(account, by=VISITOR)
    assert "vouched" in codes(bank.fresh(account))


def test_an_unusual_age_an_ended_enrolment_and_an_open_complaint(bank):
    old = bank.number(born=dt.date(1921, 1, 1))
    row = bank.enrol(old, status=Enrolment.Status.WITHDRAWN)
    complaints.raise_one(row, "姓名有误", by=VISITOR)
    found = codes(bank.open_account(row))
    assert {"age_unusual", "enrolment_ended", "complaint_open"} <= found


def test_every_code_has_a_sentence(bank):
    bank.officer(email=OTHER)
    enrolment = bank.enrol(bank.number(born=dt.date(1921, 1, 1)))
    bank.open_account(enrolment)
    account = bank.open_account(enrolment, email=OTHER)
    assert codes(account) <= set(facts.SENTENCES)


def test_the_reviewer_sees_addresses_masked(bank):
    shown = dict(facts.shown(bank.open_account(email=OTHER)))
    assert "o***@example.org" in shown.values()
    assert "z***@example.com" in shown.values()
