"""Finding oneself and opening the account: what is told, to whom, and what is not."""

import pytest

from creditbank.bank.accounts import activations, decisions, holders
from creditbank.bank.accounts.models import Account, Document
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history.models import Event
from creditbank.bank.messages.models import Message
from creditbank.bank.portal.models import Consent
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case, Kind
from tests.bank.accounts.people import IMPORTED, OTHER, REVIEWER


def test_a_number_is_found_however_it_is_typed(bank):
    typed = bank.number()
    row = bank.enrol(typed)
    spaced = f" {typed[:6]} {typed[6:]} "
    assert activations.find(spaced).leading == row
    assert activations.find(bank.number()) is None


def test_what_is_no_number_is_refused_by_its_form_alone(bank):
    with pytest.raises(Refused) as refusal:
        activations.find("123456789012345678")
    assert refusal.value.field == "number"


def test_the_latest_open_enrolment_leads_and_all_are_shown(bank):
    typed = bank.number()
    done = bank.enrol(typed, level="本科", intake="2023秋", status=Enrolment.Status.GRADUATED)
    spring = bank.enrol(typed, intake="2021春")
    autumn = bank.enrol(typed, level="本科", intake="2021秋")
    assert activations.find(typed).enrolments == [autumn, spring, done]


def test_activation_to_the_imported_address_waits_for_review_and_reserves_nothing(bank):
    account = bank.open_account()
    assert (account.stage, account.needs_vouching) == (Stage.PENDING_REVIEW, False)
    assert account.name == "张三丰"
    assert (account.sex, account.born_on) == ("male" if _odd(account) else "female", "1990-05-17")
    assert not Document.objects.filter(reserved=True).exists()
    assert account.user.email_confirmed_at is None
    assert not account.user.has_usable_password()
    assert holders.holding(bytes(account.documents.get().fingerprint)) is None
    assert bank.letters() == ["account_received"]


def test_the_address_is_the_same_however_it_is_typed(bank):
    account = bank.open_account(email=" Zhang.San@EXAMPLE.com ")
    assert not account.needs_vouching


def test_a_case_of_two_working_days_opens_in_the_queue_of_the_province(bank):
    account = bank.open_account()
    case = cases.of(Kind.ACCOUNT, account.pk)
    assert (case.days, case.organisation, case.place) == (2, bank.place("62"), bank.place("6201"))
    assert bytes(case.fingerprint) == bytes(account.documents.get().fingerprint)
    assert case.person_id == account.user_id


def test_the_consent_names_the_version_agreed_to(bank):
    account = bank.open_account()
    consent = Consent.objects.get(account_id=account.pk)
    assert consent.agreement.version == 1


def test_another_address_is_announced_to_the_imported_one(bank):
    account = bank.open_account(email=OTHER)
    assert account.needs_vouching
    assert not account.vouched_by
    assert bank.letters(IMPORTED) == ["account_announced"]
    assert bank.letters(OTHER) == ["account_received"]
    announced = Message.objects.get(letter="account_announced")
    assert announced.context["address"] == "o***@example.org"
    assert announced.reader_id is None


def test_no_imported_address_counts_as_another_one(bank):
    account = bank.open_account(bank.enrol(email=None), email=OTHER)
    assert account.needs_vouching
    assert bank.letters() == ["account_received"]


def test_without_any_address_it_is_refused_beside_the_field(bank):
    with pytest.raises(Refused) as refusal:
        bank.open_account(bank.enrol(email=None))
    assert (refusal.value.code, refusal.value.field) == ("email_missing", "email")
    assert not Account.objects.exists()


def test_a_scan_vouches_and_is_handed_over_to_the_person(bank):
    file = bank.a_scan()
    account = bank.open_account(email=OTHER, scans=[file])
    file.refresh_from_db()
    assert account.vouched_by == "scan"
    assert file.person_key_id == account.person_key_id
    assert file.name == "身份证.jpg"


def test_who_has_an_account_is_told_by_message_and_nothing_is_opened(bank):
    enrolment = bank.enrol()
    account = bank.open_account(enrolment)
    decisions.approve(account, by=REVIEWER)
    scan = bank.a_scan()
    assert bank.open_account(enrolment, email=OTHER, scans=[scan]) is None
    scan.refresh_from_db()
    assert scan.is_erased
    assert Account.objects.count() == 1
    assert bank.letters(IMPORTED)[-1] == "account_known"
    assert bank.letters(OTHER) == []


def test_the_same_opening_again_only_renews_the_link(bank):
    enrolment = bank.enrol()
    bank.open_account(enrolment)
    assert bank.open_account(enrolment) is None
    assert bank.letters() == ["account_received", "account_renewed"]
    assert Case.objects.count() == 1


def test_a_returned_opening_gets_its_link_again(bank):
    enrolment = bank.enrol()
    account = bank.open_account(enrolment)
    decisions.send_back(account, [], by=REVIEWER)
    assert bank.open_account(enrolment) is None
    assert bank.letters()[-1] == "account_renewed"


def test_a_second_opening_is_held_beside_the_first_and_the_first_is_told(bank):
    enrolment = bank.enrol()
    first = bank.open_account(enrolment, email=OTHER)
    second = bank.open_account(enrolment)
    assert bank.fresh(first).stage == second.stage == Stage.PENDING_REVIEW
    assert bank.letters(OTHER)[-1] == "account_second"
    found = [fact for fact in cases.of(Kind.ACCOUNT, second.pk).facts if "number" in fact]
    number = cases.of(Kind.ACCOUNT, first.pk).number
    assert [(fact["code"], fact["number"]) for fact in found] == [("second_opening", number)]


def test_no_more_than_three_openings_wait_side_by_side(bank):
    enrolment = bank.enrol()
    for address in ("a1@example.org", "a2@example.org", "a3@example.org"):
        assert bank.open_account(enrolment, email=address)
    assert bank.open_account(enrolment, email="a4@example.org") is None
    assert Account.objects.count() == 3
    assert bank.open_account(enrolment), "the register's own address is not kept out"
    assert bank.open_account(enrolment) is None


def test_an_address_of_somebody_else_is_a_fact_for_the_reviewer_and_a_word_to_its_owner(bank):
    owner = bank.officer(email=OTHER).user
    account = bank.open_account(email=OTHER)
    codes = {fact["code"] for fact in cases.of(Kind.ACCOUNT, account.pk).facts}
    assert "address_taken" in codes
    told = Message.objects.get(letter="account_address_used")
    assert told.reader_id == owner.pk


def test_no_row_of_an_opening_holds_the_number_or_the_address_in_plain(bank):
    typed = bank.number()
    bank.open_account(bank.enrol(typed), email=OTHER)
    kept = str(
        [list(model.objects.values()) for model in (Account, Document, Case, Message, Event)]
    )
    assert typed not in kept
    assert OTHER not in kept


def _odd(account):
    return int(holders.document_of(account).number[16]) % 2 == 1
