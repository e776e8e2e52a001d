"""The invited person: recognised, agreed, handed in, reviewed as everyone; or not at all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creditbank.bank import ids
from creditbank.bank.accounts import decisions, erasures, facts, vouching
from creditbank.bank.accounts.models import Account
from creditbank.bank.classes import acceptances, invitations
from creditbank.bank.classes.models import ClassOutcome, Invitation
from creditbank.bank.history import SYSTEM, VISITOR
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.portal import agreements
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import people
from tests.attack import stranger
from tests.bank.classes import invited
from tests.bank.classes.invited import a_class, a_row, merged
from tests.cast import SOMEBODY, a_number
from tests.refusing import refusing

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(gansu, agreement, catalogue):
    merged(a_class(gansu.centre), a_row())
    return invited.invitation()


def test_an_account_is_opened_step_by_step_and_reviewed_as_everyones(row, gansu):
    draft = invited.begun(row)
    assert (draft.stage, draft.opening, draft.name) == ("draft", "class", "李示例")
    account = invited.admitted(row, scans=invited.scans())
    assert account.stage == "pending_review"
    assert account.user.email_confirmed_at
    assert agreements.accepted(account.pk) == agreements.current()
    case = cases.of(Kind.ACCOUNT, account.pk)
    assert (case.days, case.held_for, case.place) == (2, "", gansu.centre)
    assert case.organisation == gansu.province
    assert not Outcome.objects.exists()
    account = invited.approved(account)
    assert account.stage == "active"
    assert account.user.initial_until is None
    assert account.user.check_password(invited.PASSWORD)


def test_the_outcomes_are_submitted_when_the_account_is_open(row, gansu):
    account = invited.approved(invited.handed_in(row))
    outcome = Outcome.objects.get()
    assert (outcome.account, outcome.stage) == (account, "submitted")
    assert (outcome.title, outcome.issuer) == (invited.TITLE, gansu.centre.name_zh)
    assert (str(outcome.score), str(outcome.credits)) == ("85.0000", "2.5000")
    assert str(outcome.obtained_on) == "2025-06-30"
    assert outcome.kind.is_other
    case = cases.of(Kind.OUTCOME, outcome.pk)
    assert (case.days, case.place) == (10, gansu.centre)
    assert case.facts[0]["code"] == "delivered"
    assert ClassOutcome.objects.get().outcome == outcome


def test_what_is_delivered_is_delivered_once(row):
    from creditbank.bank.classes import deliveries

    account = invited.approved(invited.handed_in(row))
    assert deliveries.deliver(account, by=SYSTEM) == 0
    assert Outcome.objects.count() == 1


def test_an_opening_that_is_turned_down_claims_nothing(row):
    account = invited.handed_in(row)
    decisions.reject(account, [], by=SOMEBODY)
    from creditbank.bank.classes import tasks

    tasks.deliver(account_id=str(account.pk))
    assert not Outcome.objects.exists()


def test_the_last_six_characters_are_enough_and_others_are_not(row):
    with refusing("number_differs"):
        acceptances.recognise(invited.token(), a_number(), by=VISITOR)
    with refusing("number_differs"):
        acceptances.recognise(invited.token(), row.number[-4:], by=VISITOR)
    assert acceptances.recognise(invited.token(), row.number[-6:].lower(), by=VISITOR) == row
    with refusing("link_used"):
        acceptances.recognise(invited.token(), row.number, by=VISITOR)


def test_nothing_goes_on_without_a_link_that_came_back(row):
    with refusing("moved_on"):
        acceptances.agree(row, agreement=agreements.current(), by=VISITOR)
    invited.begun(row)
    invitations.correct_address(row, "right@example.org", by=invited.OFFICER)
    with refusing("moved_on"):
        acceptances.hand_in(row, scans=invited.scans(), by=VISITOR)


def test_a_corrected_address_is_the_one_the_account_has(row):
    draft = invited.begun(row)
    invitations.correct_address(row, "right@example.org", by=invited.OFFICER)
    acceptances.recognise(invited.token(), row.number, by=VISITOR)
    assert acceptances.agree(row, agreement=agreements.current(), by=VISITOR) == draft
    account = invited.admitted(row, scans=[])
    assert account.user.email == "right@example.org"


def test_a_scan_is_asked_for_unless_the_original_was_seen(row):
    invited.begun(row)
    with refusing("scan_missing"):
        acceptances.hand_in(row, scans=[], by=VISITOR)
    invitations.declare_seen(row, by=invited.OFFICER)
    account = invited.admitted(row, scans=[])
    assert account.original_seen_by == invited.OFFICER.actor_label
    assert {"code": "original_seen", "level": "look", "by": account.original_seen_by} in facts.of(
        account
    )


def test_a_number_of_the_register_asks_whether_it_is_the_student(gansu, an_enrolment, agreement):
    """The imported address is told; a scan, or the original that was seen, answers the question."""
    number = a_number()
    an_enrolment(number=number, email="imported@example.org")
    merged(a_class(gansu.centre), a_row(number=number, email="other@example.org"))
    invitations.declare_seen(invited.invitation(), by=invited.OFFICER)
    account = invited.handed_in(invited.invitation(), with_scans=False)
    assert (account.needs_vouching, account.vouched_by) == (True, "in_person")
    assert "account_announced" in invited.letters()
    vouching.object_to(account, by=VISITOR)
    assert invited.fresh(account).stage == "rejected"


def test_an_address_of_somebody_else_is_refused(row, a_learner):
    other = a_learner()
    people.name_email(other.user, row.email, by=SYSTEM)
    people.confirm_email(other.user, by=SYSTEM)
    invited.begun(row)
    with refusing("email_taken"):
        acceptances.hand_in(row, scans=invited.scans(), by=VISITOR)
    assert Invitation.objects.get().stage == "invited"


def test_values_belong_to_the_account_once_it_is_open(row):
    own = row.person_key
    account = invited.handed_in(row)
    row.refresh_from_db()
    assert (row.stage, row.account_id, row.name) == ("accepted", account.pk, "李示例")
    assert (row.number, row.email, row.mobile) == (None, None, None)
    account = invited.approved(account)
    row, own = (
        Invitation.objects.select_related("person_key").get(),
        PersonKey.objects.get(pk=own.pk),
    )
    assert own.is_destroyed
    assert (row.person_key, row.name) == (account.person_key, "李示例")


def test_who_declines_leaves_a_name_and_nothing_else(row):
    draft = invited.begun(row)
    acceptances.decline(row, by=VISITOR)
    row.refresh_from_db()
    assert (row.stage, row.name, row.number, row.email) == ("declined", "李示例", None, None)
    assert not ClassOutcome.objects.exists()
    assert not Account.objects.filter(pk=draft.pk).exists()
    with refusing("moved_on"):
        acceptances.decline(row, by=VISITOR)


def test_a_link_of_a_message_declines_once(row):
    acceptances.decline_by_link(invited.token(), by=VISITOR)
    assert Invitation.objects.get().stage == "declined"


def test_a_draft_that_was_erased_begins_anew_by_a_new_link(row):
    erasures.erase(invited.begun(row), by=SYSTEM)
    invitations.send_again(row, by=invited.OFFICER)
    account = invited.handed_in(row)
    assert account.stage == "pending_review"


def test_a_closed_account_is_opened_again_and_not_doubled(row, a_learner, an_enrolment):
    from creditbank.bank.accounts import closings

    closed = a_learner(enrolment=an_enrolment(number=row.number, email="former@example.org"))
    closings.close(closed, by=closed)
    account = invited.handed_in(row)
    assert account.pk == closed.pk
    assert not invitations.due().exists()
    account = invited.approved(account)
    assert Outcome.objects.get().account == account
    assert Invitation.objects.get().account_id == account.pk


def test_who_registers_after_a_rejection_agreed_to_nothing(row):
    """What the opener agreed to is not delivered to another opening of the number."""
    from creditbank.bank.classes import deliveries

    account = invited.handed_in(row)
    decisions.reject(account, [], by=SOMEBODY)
    Account.objects.filter(pk=account.pk).update(opening="registration")
    Invitation.objects.update(account_id=ids.uuid7())
    assert not deliveries.undelivered(invited.fresh(account)).exists()


def test_the_way_is_the_same_work_whatever_is_known_of_the_number(
    gansu, a_learner, an_enrolment, agreement
):
    """Whoever has got an account since they were invited is told at its address, not here."""
    merged(a_class(gansu.centre), a_row())
    unknown = _statements(invited.invitation())
    number = a_number()
    merged(a_class(gansu.centre), a_row(number=number))
    a_learner(enrolment=an_enrolment(number=number, email="mine@example.org"))
    assert _statements(invited.invitation(number)) == unknown


def _statements(row):
    scans = invited.scans()
    with CaptureQueriesContext(connection) as asked:
        invited.begun(row)
        acceptances.hand_in(row, scans=scans, by=VISITOR)
    return [stranger._shape(one["sql"]) for one in asked.captured_queries]


@pytest.mark.usefixtures("catalogue")
class TestSomebodyWithAnAccount:
    @pytest.fixture
    def learner(self, a_learner, an_enrolment):
        number = a_number()
        return a_learner(enrolment=an_enrolment(number=number, email="mine@example.org")), number

    @pytest.fixture
    def asked(self, learner, gansu):
        merged(a_class(gansu.far_centre), a_row(number=learner[1], email="typed@example.org"))
        return invited.invitation()

    def test_is_asked_in_the_message_centre_and_not_invited(self, learner, asked):
        account, _number = learner
        assert invited.letters()[-1:] == ["class_outcomes"]
        assert "class_invited" not in invited.letters()
        assert list(acceptances.waiting(account)) == [asked]

    def test_agrees_and_has_the_outcomes(self, learner, asked):
        account, _number = learner
        acceptances.accept(asked, account=account, by=account)
        assert Outcome.objects.get().stage == "submitted"
        assert not acceptances.waiting(account).exists()
        with refusing("moved_on"):
            acceptances.accept(asked, account=account, by=account)

    def test_declines(self, learner, asked):
        acceptances.decline(asked, by=learner[0])
        assert not acceptances.waiting(learner[0]).exists()

    def test_nobody_agrees_for_somebody_else(self, asked, a_learner):
        other = a_learner()
        with refusing("moved_on"):
            acceptances.accept(asked, account=other, by=other)
