"""Whose account is it: confirmed in person or by the imported address, or 'this is not me'."""

import datetime as dt

import pytest

from creditbank.bank.accounts import claims, decisions, vouching
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.history import VISITOR
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import links, passwords, sign_ins
from creditbank.bank.users.models import Link
from tests.bank.accounts.people import IMPORTED, OTHER, REVIEWER


def follow(people, name, purpose):
    vouching.follow(people.secret("account_announced", name), purpose, by=VISITOR)


def test_a_click_in_the_message_to_the_imported_address_vouches_once(bank):
    account = bank.open_account(email=OTHER)
    follow(bank, "vouch", Link.Purpose.VOUCH)
    assert bank.fresh(account).vouched_by == "link"
    assert bank.letters(OTHER)[-1] == "account_vouched"
    with pytest.raises(Refused):
        follow(bank, "vouch", Link.Purpose.VOUCH)


def test_a_link_of_one_purpose_serves_no_other(bank):
    bank.open_account(email=OTHER)
    with pytest.raises(Refused):
        vouching.follow(bank.secret("account_announced", "not_me"), Link.Purpose.VOUCH, by=VISITOR)
    with pytest.raises(Refused):
        vouching.follow(bank.secret("account_received", "token"), Link.Purpose.VOUCH, by=VISITOR)


def test_the_officer_confirms_only_the_opening_whose_address_the_person_names(bank):
    enrolment, officer = bank.enrol(email=None), bank.officer().user
    thief = bank.open_account(enrolment, email="thief@example.org")
    owner = bank.open_account(enrolment, email=OTHER)
    with pytest.raises(Refused) as refusal:
        vouching.vouch_in_person(thief, email=OTHER, by=officer)
    assert refusal.value.code == "address_differs"
    vouching.vouch_in_person(owner, email=OTHER, by=officer)
    assert bank.fresh(owner).original_seen_by == officer.actor_label
    assert not bank.fresh(thief).vouched_by


def test_not_me_turns_a_waiting_opening_down_and_tells_both_addresses(bank):
    account = bank.open_account(email=OTHER)
    follow(bank, "not_me", Link.Purpose.NOT_ME)
    assert bank.fresh(account).stage == Stage.REJECTED
    assert cases.of(Kind.ACCOUNT, account.pk).stage == "withdrawn"
    assert bank.letters(OTHER)[-1] == "account_objected"
    assert bank.letters(IMPORTED)[-1] == "account_objected"
    with pytest.raises(Refused):
        decisions.approve(account, by=REVIEWER)
    assert links.peek(bank.secret("account_received", "token"), Link.Purpose.STATUS) is None


def test_not_me_after_approval_suspends_and_ends_every_session(bank):
    account = bank.open_account(email=OTHER, scans=[bank.a_scan()])
    decisions.approve(account, by=REVIEWER)
    before = bank.fresh(account).user.get_session_auth_hash()
    follow(bank, "not_me", Link.Purpose.NOT_ME)
    account = bank.fresh(account)
    assert account.stage == Stage.SUSPENDED
    assert account.user.get_session_auth_hash() != before
    number = account.documents.get().number
    assert claims.holder(claims.read_claim(sign_ins.read(number), number[-6:])) is None


def test_not_me_while_a_decision_waits_to_take_effect_wins(bank):
    from creditbank.bank.reviews.models import Case

    account = bank.open_account(email=OTHER, scans=[bank.a_scan()])
    Case.objects.update(stage="decided")
    follow(bank, "not_me", Link.Purpose.NOT_ME)
    with pytest.raises(Refused):
        decisions.approve(account, by=REVIEWER)
    assert bank.fresh(account).stage == Stage.REJECTED


def test_a_suspended_account_comes_back_only_at_the_counter_and_begins_anew(bank):
    account = bank.open_account(email=OTHER, scans=[bank.a_scan()])
    decisions.approve(account, by=REVIEWER)
    thief = bank.fresh(account).user
    passwords.set_new(thief, "a long stolen password 9", by=thief)
    recovery = links.make(Link.Purpose.RECOVERY, thief.pk, dt.timedelta(hours=1))
    follow(bank, "not_me", Link.Purpose.NOT_ME)
    account = bank.fresh(account)
    assert account in vouching.waiting(bank.place("6201"))
    vouching.vouch_in_person(account, email=IMPORTED, by=bank.officer().user)
    account = bank.fresh(account)
    assert (account.stage, account.user.email) == (Stage.ACTIVE, IMPORTED)
    assert not account.user.has_usable_password()
    assert account.user.initial_until
    assert links.peek(recovery, Link.Purpose.RECOVERY) is None
    assert bank.letters(OTHER)[-1] == "account_address_changed"
    assert bank.letters(IMPORTED)[-1] == "account_reinstated"


def test_what_waits_for_an_officer_is_only_of_their_subtree(bank):
    here = bank.open_account(email=OTHER)
    bank.open_account(bank.enrol(centre="6101"), email="x2@example.org")
    bank.open_account()
    assert list(vouching.waiting(bank.place("6201"))) == [here]
    assert vouching.waiting(bank.place("00")).count() == 2
