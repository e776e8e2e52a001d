"""At the counter: an address is corrected after the ID card was seen, and the old one is told."""

import pytest

from creditbank.bank.accounts import addresses, letters
from creditbank.bank.accounts.models import Account
from creditbank.bank.history import SYSTEM
from creditbank.bank.history.models import Event
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations import appointments
from creditbank.bank.organisations.roles import Role
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import people
from creditbank.bank.users.models import Link

pytestmark = pytest.mark.django_db
NEW = "counter.new@example.net"


@pytest.fixture
def officer(gansu, an_officer):
    return an_officer(gansu.centre)


def correct(account, officer, email=NEW):
    addresses.correct_in_person(account, email=email, by=officer)
    return Account.objects.select_related("user__person_key", "person_key").get(pk=account.pk)


def letters_to(address):
    return [row.letter for row in Message.objects.order_by("id") if row.address == address]


def test_the_old_address_and_the_imported_one_are_told(a_learner, officer):
    account = a_learner(email="typed@example.org", scans=1)
    imported, old = letters.imported_address(account), account.user.email
    changed = correct(account, officer)
    assert changed.user.email == NEW
    assert letters_to(old)[-1] == "account_address_changed"
    assert letters_to(imported)[-1] == "account_announced"
    assert letters_to(NEW)[-1] == "account_address_corrected"
    told = Message.objects.filter(letter="account_address_changed").last()
    assert NEW not in str(told.context)


def test_who_saw_the_card_is_written_down(a_learner, officer):
    changed = correct(a_learner(), officer)
    assert (changed.vouched_by, changed.original_seen_by) == ("in_person", officer.label)
    event = Event.objects.of(changed.user).last()
    assert event.actor_id == str(officer.pk)


def test_an_active_learner_signs_in_for_the_first_time_again(a_learner, officer):
    account = a_learner()
    salt = account.user.session_salt
    user = correct(account, officer).user
    assert not user.has_usable_password()
    assert user.session_salt != salt
    assert user.initial_until is not None
    assert people.find_by_email(NEW) == user
    assert user.email_confirmed_at is None


def test_an_opening_that_waited_for_the_person_is_handed_out(a_learner, officer):
    account = a_learner(stage="pending_review", email="wrong@example.org")
    assert cases.of(Kind.ACCOUNT, account.pk).held_for == "vouching"
    changed = correct(account, officer)
    assert changed.stage == "pending_review"
    assert cases.of(Kind.ACCOUNT, account.pk).held_for == ""
    assert letters_to(NEW)[-1] == "account_renewed"
    old = Link.objects.filter(subject_id=account.pk, purpose="status", used_at=None)
    assert old.count() == 1  # the new one; what was sent to the old address is dead


@pytest.mark.parametrize("stage", ["rejected", "suspended"])
def test_other_accounts_are_left_alone(a_learner, officer, stage):
    account = a_learner(stage=stage)
    assert code_of(account, officer) == "moved_on"


def test_an_address_of_somebody_else_is_refused_without_a_word_about_them(
    gansu, a_learner, officer
):
    other = a_learner(centre=gansu.elsewhere_centre)
    account = a_learner()
    with pytest.raises(Refused) as refusal:
        correct(account, officer, other.user.email)
    assert refusal.value.code == "address_taken"
    assert other.number not in str(refusal.value)
    assert code_of(account, officer, account.user.email) == "address_same"


def test_staff_are_not_corrected_at_the_counter(gansu, a_learner, officer):
    account = a_learner()
    appointments.appoint(account.user, role=Role.NATIONAL_ADMIN, organisation=gansu.root, by=SYSTEM)
    assert code_of(account, officer) == "staff"


def code_of(account, officer, email=NEW):
    before = Event.objects.count(), Message.objects.count()
    with pytest.raises(Refused) as refusal:
        correct(account, officer, email)
    assert (Event.objects.count(), Message.objects.count()) == before
    return refusal.value.code
