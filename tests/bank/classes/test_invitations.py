"""Invitations are sent once, reminded of twice, renewed, withdrawn, and erased after 90 days."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.accounts import decisions, erasures
from creditbank.bank.classes import acceptances, invitations, tasks
from creditbank.bank.classes.models import ClassOutcome, Invitation
from creditbank.bank.history import SYSTEM, VISITOR
from creditbank.bank.messages.models import Message
from creditbank.bank.users.models import Link
from tests.bank.classes import invited
from tests.bank.classes.invited import a_class, a_row, merged
from tests.cast import SOMEBODY, a_number
from tests.refusing import refusing

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)


@pytest.fixture
def row(gansu, agreement, catalogue):
    with clock.frozen(NOW):
        merged(a_class(gansu.centre), a_row())
    return invited.invitation()


def after(days, *, act=tasks.keep_up):
    with clock.frozen(NOW + dt.timedelta(days=days)):
        return act()


def test_an_invitation_is_sent_once(row):
    assert not invitations.send(row, by=SYSTEM)
    assert invited.letters() == ["class_invited"]


def test_who_does_not_answer_is_reminded_at_day_14_and_60(row):
    for day in (13, 14, 15, 59, 60, 61, 89):
        after(day)
        after(day)
    assert invited.letters() == ["class_invited", "class_reminded", "class_reminded"]


def test_who_was_written_to_lately_is_not_reminded(row):
    after(10, act=lambda: invitations.send_again(row, by=invited.OFFICER))
    after(15)
    assert invited.letters() == ["class_invited", "class_invited"]
    after(24)
    assert invited.letters()[-1] == "class_reminded"


def test_who_answered_is_not_reminded(row):
    with clock.frozen(NOW):
        acceptances.decline(row, by=VISITOR)
    after(14)
    assert invited.letters() == ["class_invited"]


def test_a_fresh_link_ends_the_former(row):
    former = invited.token()
    with clock.frozen(NOW + dt.timedelta(minutes=1)):
        invitations.send_again(row, by=invited.OFFICER)
        with refusing("link_used"):
            acceptances.recognise(former, row.number, by=VISITOR)
        assert acceptances.recognise(invited.token(), row.number, by=VISITOR)


def test_what_nobody_answered_is_erased_after_90_days(row):
    after(89)
    assert Invitation.objects.get().stage == "invited"
    after(90)
    gone = Invitation.objects.select_related("person_key").get()
    assert gone.stage == "lapsed"
    assert gone.person_key.is_destroyed
    assert gone.fingerprint is None
    assert (gone.name, gone.number, gone.email, gone.mobile) == (None,) * 4
    assert not ClassOutcome.objects.exists()
    assert not Link.objects.filter(subject_id=gone.pk).exists()


def test_a_draft_goes_with_its_invitation(row):
    with clock.frozen(NOW):
        draft = invited.begun(row)
    after(90)
    assert not type(draft).objects.filter(pk=draft.pk).exists()


def test_the_name_of_who_declined_goes_too(row):
    with clock.frozen(NOW):
        acceptances.decline(row, by=VISITOR)
    after(90)
    gone = Invitation.objects.select_related("person_key").get()
    assert (gone.stage, gone.name, gone.fingerprint) == ("declined", None, None)
    assert gone.person_key.is_destroyed


def test_who_accepted_stays_until_the_account_is_erased(row, gansu):
    with clock.frozen(NOW):
        account = invited.handed_in(row)
    after(100)
    assert Invitation.objects.get().stage == "accepted"
    decisions.reject(account, [], by=SOMEBODY)
    erasures.erase(account, by=SYSTEM)
    after(101)
    gone = Invitation.objects.get()
    assert (gone.stage, gone.name, gone.fingerprint) == ("lapsed", None, None)


def test_a_withdrawn_person_is_told_erased_and_may_be_invited_anew(row, gansu):
    line = a_row(number=row.number)
    invitations.withdraw(row, by=invited.OFFICER)
    assert invited.letters()[-1] == "class_withdrawn"
    gone = Invitation.objects.select_related("person_key").get()
    assert (gone.stage, gone.fingerprint) == ("withdrawn", None)
    assert gone.person_key.is_destroyed
    assert merged(a_class(gansu.centre), line)["new"] == 1


def test_an_accepted_invitation_cannot_be_withdrawn(row):
    with clock.frozen(NOW):
        invited.handed_in(row)
    with refusing("moved_on"):
        invitations.withdraw(row, by=invited.OFFICER)


def test_a_corrected_address_is_written_to_and_the_former_is_told(row):
    former = row.email
    invitations.correct_address(row, "right@example.org", by=invited.OFFICER)
    assert invited.letters()[1:] == ["class_address_withdrawn", "class_invited"]
    held = Invitation.objects.select_related("person_key").get()
    assert (held.email, held.original_seen_by) == ("right@example.org", "王样 · 教学点")
    with refusing("address_same"):
        invitations.correct_address(held, "RIGHT@example.org", by=invited.OFFICER)
    assert former != held.email


def test_the_original_is_declared_seen_for_a_whole_class(row, gansu):
    merged(a_class(gansu.centre), a_row(), a_row())
    assert invitations.declare_all_seen(a_class(gansu.centre), by=invited.OFFICER) == 3
    assert invitations.declare_all_seen(a_class(gansu.centre), by=invited.OFFICER) == 0
    assert invited.handed_in(invited.invitation(), with_scans=False).stage == "pending_review"


def test_without_an_address_nothing_is_sent(gansu, agreement):
    merged(a_class(gansu.centre), a_row(email=""))
    with refusing("no_address"):
        invitations.send_again(invited.invitation(), by=invited.OFFICER)


@pytest.mark.django_db(transaction=True)
def test_an_old_link_fetches_a_new_one_three_times_a_day(row):
    with clock.frozen(NOW):
        old = invited.token()
        for _time in range(3):
            invitations.renew(old, by=VISITOR)
        assert invited.token() != old
        with refusing("too_many"):
            invitations.renew(old, by=VISITOR)
        invitations.renew("A" * 32, by=VISITOR)
    assert len(invited.letters()) == 4


def test_an_officer_does_not_find_out_who_has_an_account(gansu, a_learner, an_enrolment):
    """Whoever has one is told there; to the officer they look like anybody else."""
    number = a_number()
    a_learner(enrolment=an_enrolment(number=number, email="mine@example.org"))
    merged(a_class(gansu.centre), a_row(number=number, email=""), a_row(email=""))
    for row in Invitation.objects.all():
        with refusing("no_address"):
            invitations.send_again(row, by=invited.OFFICER)
    holder = invited.invitation(number)
    invitations.withdraw(holder, by=invited.OFFICER)
    told = Message.objects.order_by("id").filter(letter__startswith="class_")
    assert [(row.letter, row.address) for row in told] == [
        ("class_outcomes", "mine@example.org"),
        ("class_withdrawn", "mine@example.org"),
    ]
