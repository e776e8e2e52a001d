"""A suspended account comes back by a scan, but only through the imported address and a reviewer."""

import pytest

from creditbank.bank.accounts import decisions, facts, reinstatements, vouching
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.history import SYSTEM, VISITOR
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import links, passwords, people
from creditbank.bank.users.models import Link
from tests.bank.accounts.people import IMPORTED, OTHER, REVIEWER

REMARKS = [{"field": "scan_front", "code": "", "text": "看不清。"}]


@pytest.fixture
def account(bank):
    """A thief's address, approved by a forged scan; then the owner of the imported one says 'not me'."""
    account = bank.open_account(email=OTHER, scans=[bank.a_scan()])
    decisions.approve(account, by=REVIEWER)
    cases.withdraw(cases.of(Kind.ACCOUNT, account.pk), by=SYSTEM)
    thief = bank.fresh(account).user
    passwords.set_new(thief, "a long stolen password 9", by=thief)
    vouching.object_to(bank.fresh(account), by=VISITOR)
    return bank.fresh(account)


def refused(action, *args, **options):
    with pytest.raises(Refused) as refusal:
        action(*args, **options)
    return refusal.value.code


def ask(bank, letter="account_objected"):
    return reinstatements.ask(bank.secret(letter, "prove"), [bank.a_scan()], by=VISITOR)


def test_the_letter_to_the_imported_address_alone_carries_the_link(bank, account):
    from creditbank.bank.messages.models import Message

    told = {
        row.address: bool(row.secrets) for row in Message.objects.filter(letter="account_objected")
    }
    assert told == {OTHER: False, IMPORTED: True}


def test_a_scan_opens_a_case_whose_approval_begins_anew_under_the_imported_address(bank, account):
    ask(bank)
    case = cases.of(Kind.ACCOUNT, account.pk)
    assert (case.matter, case.days, case.stage) == ("identity", 2, "open")
    assert bank.fresh(account).stage == Stage.SUSPENDED
    assert bank.letters(IMPORTED)[-1] == "account_proof_received"
    reinstatements.approve(bank.fresh(account), by=REVIEWER)
    after = bank.fresh(account)
    assert (after.stage, after.user.email, after.vouched_by) == (Stage.ACTIVE, IMPORTED, "scan")
    assert not after.user.has_usable_password()
    assert after.user.initial_until
    assert after.user.email_confirmed_at is None
    assert bank.letters(OTHER)[-1] == "account_address_changed"


def test_refused_it_stays_suspended_and_another_scan_may_come(bank, account):
    ask(bank)
    cases.withdraw(cases.of(Kind.ACCOUNT, account.pk), by=SYSTEM)
    reinstatements.reject(bank.fresh(account), REMARKS, by=REVIEWER)
    assert bank.fresh(account).stage == Stage.SUSPENDED
    assert bank.letters(IMPORTED)[-1] == "account_proof_refused"
    assert ask(bank, "account_proof_refused").pk == account.pk


def test_a_link_serves_once_and_one_case_at_a_time(bank, account):
    reinstatements.send_link(account, by=account)
    ask(bank, "account_prove")
    assert refused(ask, bank, "account_prove") == "link_used"
    assert refused(ask, bank, "account_objected") == "link_used"  # a newer one ended it
    reinstatements.send_link(account, by=account)
    assert refused(ask, bank, "account_prove") == "moved_on"
    assert links.peek(bank.secret("account_prove", "prove"), Link.Purpose.REINSTATE)


def test_no_scan_no_case(bank, account):
    token = bank.secret("account_objected", "prove")
    assert refused(reinstatements.ask, token, [], by=VISITOR) == "scans_missing"
    assert links.peek(token, Link.Purpose.REINSTATE)


def test_without_an_imported_address_only_the_counter_is_left(bank, account):
    from creditbank.bank.enrolments.models import Enrolment

    Enrolment.objects.update(email=None)
    assert refused(reinstatements.send_link, account, by=account) == "only_in_person"
    assert refused(reinstatements.approve, account, by=REVIEWER) == "only_in_person"


def test_an_imported_address_that_became_somebody_elses_is_not_taken(bank, account):
    owner = people.create_learner(IMPORTED, "别人", by=SYSTEM)
    people.confirm_email(owner, by=SYSTEM)
    assert refused(reinstatements.approve, account, by=REVIEWER) == "address_taken"
    assert bank.fresh(account).stage == Stage.SUSPENDED


def test_links_are_not_sent_more_than_three_times_a_day(bank, account):
    for _each in range(3):
        reinstatements.send_link(account, by=account)
    assert refused(reinstatements.send_link, account, by=account) == "too_many"


def test_the_counter_ends_what_waits(bank, account):
    ask(bank)
    vouching.vouch_in_person(bank.fresh(account), email=IMPORTED, by=bank.officer().user)
    assert cases.of(Kind.ACCOUNT, account.pk).stage == "withdrawn"
    assert bank.fresh(account).stage == Stage.ACTIVE


@pytest.mark.parametrize("stage", [one for one in Stage.values if one != "suspended"])
def test_only_a_suspended_account_is_proved_anew(bank, account, stage):
    Account.objects.filter(pk=account.pk).update(stage=stage)
    assert refused(reinstatements.send_link, bank.fresh(account), by=account) == "moved_on"
    assert refused(ask, bank) == "moved_on"
    assert facts.of(bank.fresh(account))
