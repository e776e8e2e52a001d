"""An officer's look-up: within reach only, every one written down, nothing more than needed."""

import pytest

from creditbank.bank import limits
from creditbank.bank.access.models import Disclosure
from creditbank.bank.access.reach import seat as seat_of
from creditbank.bank.accounts.models import Account
from creditbank.bank.desk import enquiries
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import trees
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(gansu, an_officer):
    return seat_of(an_officer(gansu.branch), None)


def number_of(account):
    return account.documents.get().number


def looks():
    return list(Disclosure.objects.order_by("id").values_list("what", "account_id"))


@pytest.mark.parametrize("by", ["document", "account", "case", "outcome", "name"])
def test_a_person_within_reach_is_found_and_the_look_is_written_down(
    seat, a_learner, an_outcome, by
):
    account = a_learner()
    outcome = an_outcome(account, "returned")
    typed = {
        "document": ("document", number_of(account).lower()),
        "account": ("number", account.number.lower()),
        "case": ("number", cases.of(Kind.OUTCOME, outcome.pk).number),
        "outcome": ("number", outcome.number),
        "name": ("name", "李 示例"),
    }[by]
    person = enquiries.find(seat, *typed)[0]
    assert (person.number, person.name, person.stage) == (account.number, "李**", "active")
    assert [(row.kind, row.stage) for row in person.submissions] == [
        ("账户", "active"),
        ("学习成果", "returned"),
    ]
    assert [len(row.reasons) for row in person.submissions] == [0, 1]
    assert "请重新上传" in person.submissions[1].reasons[0]
    row = Disclosure.objects.get()
    assert (row.what, row.account_id, row.actor_id) == ("lookup", account.pk, str(seat.user_id))
    assert number_of(account) not in row.reason


@pytest.mark.parametrize("place", ["far_centre", "elsewhere_centre"])
@pytest.mark.parametrize("by", ["document", "account", "case", "outcome", "name"])
def test_out_of_reach_is_the_same_answer_as_nobody(
    gansu, seat, a_learner, an_enrolment, an_outcome, place, by
):
    enrolment = an_enrolment(centre=getattr(gansu, place), name="朝外人")
    account = a_learner(enrolment=enrolment)
    outcome = an_outcome(account, "submitted")
    typed = {
        "document": ("document", number_of(account)),
        "account": ("number", account.number),
        "case": ("number", cases.of(Kind.OUTCOME, outcome.pk).number),
        "outcome": ("number", outcome.number),
        "name": ("name", "朝外人"),
    }[by]
    assert enquiries.find(seat, *typed) == []
    assert looks() == [("lookup_nothing", None)]


def test_who_has_an_enrolment_and_no_account_is_told_as_such(gansu, seat, an_enrolment):
    row = an_enrolment(centre=gansu.centre)
    found = enquiries.find(seat, "document", row.number)
    assert [(one.name, one.place, one.number) for one in found] == [("李**", gansu.centre, "")]
    assert Disclosure.objects.get().subject_id == row.pk


def test_a_person_is_within_reach_by_an_open_enrolment_else_by_where_the_account_belongs(
    gansu, seat, a_learner, an_enrolment
):
    account = a_learner(centre=gansu.far_centre)
    assert enquiries.find(seat, "number", account.number) == []
    mine = an_enrolment(centre=gansu.centre, number=number_of(account))
    assert enquiries.find(seat, "number", account.number)
    Enrolment.objects.filter(pk=mine.pk).update(status=Enrolment.Status.GRADUATED)
    assert enquiries.find(seat, "number", account.number) == []
    own = a_learner(centre=gansu.centre)
    Enrolment.objects.filter(pk=own.enrolment_id).update(status=Enrolment.Status.GRADUATED)
    assert enquiries.find(seat, "number", own.number)


def test_a_place_that_was_moved_takes_its_people_along(gansu, seat, a_learner):
    account = a_learner(centre=gansu.centre)
    trees.move(gansu.centre, to=gansu.second_branch, by=SYSTEM)
    assert enquiries.find(seat, "number", account.number) == []


def test_what_is_no_number_is_said_and_a_scan_of_numbers_is_stopped(seat, monkeypatch):
    with pytest.raises(Refused):
        enquiries.find(seat, "document", "not a number")
    monkeypatch.setattr(enquiries, "IN_AN_HOUR", 2)
    enquiries.find(seat, "number", "A1")
    with pytest.raises(Refused) as refusal:
        enquiries.find(seat, "number", "A2")
    assert refusal.value.code == "too_many"
    assert limits.count("people.find", str(seat.user_id)) == 3


def test_a_name_is_not_looked_for_in_too_large_an_area(seat, an_enrolment, monkeypatch):
    monkeypatch.setattr(enquiries, "MOST_NAMES", 1)
    an_enrolment(), an_enrolment()
    with pytest.raises(Refused) as refusal:
        enquiries.find(seat, "name", "李示例")
    assert refusal.value.code == "too_wide"


def test_somebody_registered_without_enrolment_is_found_by_name(gansu, seat, a_learner):
    account = a_learner()
    Enrolment.objects.all().delete()
    Account.objects.filter(pk=account.pk).update(enrolment_id=None)
    assert [one.number for one in enquiries.find(seat, "name", "李示例")] == [account.number]
