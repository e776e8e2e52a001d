"""A class's roster is merged: who is new is invited, and a second time nothing happens."""

import pytest

from creditbank.bank.classes import acceptances, rosters
from creditbank.bank.classes.models import ClassOutcome, Invitation
from creditbank.bank.history import VISITOR
from creditbank.bank.history.models import Event
from tests.bank.classes import invited
from tests.bank.classes.invited import a_class, a_row, merged, read
from tests.cast import a_number
from tests.refusing import refusing

pytestmark = pytest.mark.django_db
NOTHING = {"new": 0, "changed": 0, "unchanged": 0}


def told():
    """Everything that is held, sealed values as they are stored, and the letters."""
    rows = [*Invitation.objects.order_by("id").values(), *ClassOutcome.objects.values()]
    plain = [{k: bytes(v) if isinstance(v, memoryview) else v for k, v in r.items()} for r in rows]
    return plain, invited.letters()


@pytest.fixture
def electricians(gansu, agreement):
    return a_class(gansu.centre)


def test_a_roster_twice_is_as_once(electricians):
    rows = [a_row() for _one in range(3)]
    assert merged(electricians, *rows) == NOTHING | {"new": 3}
    before, events = told(), Event.objects.count()
    assert merged(electricians, *rows) == NOTHING | {"unchanged": 3}
    assert told() == before
    assert Event.objects.count() == events
    assert before[1] == ["class_invited"] * 3


def test_the_same_name_at_an_organisation_is_the_same_class(gansu, electricians):
    assert a_class(gansu.centre) == electricians
    assert a_class(gansu.other_centre) != electricians


def test_somebody_in_several_rows_is_invited_once_and_to_all_of_it(electricians):
    number = a_number()
    twice = {"取得日期": "2025-07-31"}
    rows = [a_row(number=number), a_row(number=number, 成果名称="高处作业"), a_row(number=number)]
    rows[2] = a_row(number=number, **twice)
    assert merged(electricians, *rows)["new"] == 3
    assert invited.letters() == ["class_invited"]
    outcomes = invited.invitation(number).outcomes.values_list("title", "turn")
    assert sorted(outcomes) == [("电工安全培训", 0), ("电工安全培训", 1), ("高处作业", 0)]
    assert merged(electricians, *rows) == NOTHING | {"unchanged": 3}


def test_what_changed_is_written_and_named_beforehand(electricians):
    number = a_number()
    merged(electricians, a_row(number=number))
    again = a_row("李示范", number, "other@example.org", 成绩="90")
    judged = list(rosters.judge(read(again), training_class=electricians))
    assert [(one.change, one.differences) for one in judged] == [
        ("changed", ("name", "email", "score"))
    ]
    assert merged(electricians, again) == NOTHING | {"changed": 1}
    row = invited.invitation(number)
    assert (row.name, row.email) == ("李示范", "other@example.org")
    assert str(row.outcomes.get().score) == "90.0000"
    assert invited.letters()[1:] == ["class_address_withdrawn", "class_invited"]


def test_an_empty_cell_takes_nothing_away(electricians):
    number = a_number()
    merged(electricians, a_row(number=number))
    assert merged(electricians, a_row(number=number, email="", 手机号="")) == NOTHING | {
        "unchanged": 1
    }
    assert invited.invitation(number).email


def test_what_an_officer_corrected_is_not_undone_by_the_old_roster(electricians):
    from creditbank.bank.classes import invitations

    row = a_row()
    merged(electricians, row)
    invitations.correct_address(invited.invitation(), "right@example.org", by=invited.OFFICER)
    merged(electricians, row)
    assert invited.invitation().email == "right@example.org"


def test_the_dry_run_of_a_class_that_is_not_there_yet_calls_all_new(gansu):
    judged = list(rosters.judge(read(a_row(), a_row()), training_class=None))
    assert [(one.line, one.change) for one in judged] == [(2, "new"), (3, "new")]
    assert not Invitation.objects.exists()


def test_who_has_accepted_is_asked_again_only_about_what_is_new(electricians):
    number = a_number()
    merged(electricians, a_row(number=number))
    invited.handed_in(invited.invitation(number))
    same, other = a_row(number=number, 成绩="60"), a_row(number=number, 成果名称="高处作业")
    judged = list(rosters.judge(read(same, other), training_class=electricians))
    assert [one.change for one in judged] == ["unchanged", "new"]
    assert "已接受" in str(judged[0].remark)
    assert merged(electricians, same, other) == NOTHING | {"new": 1, "unchanged": 1}
    assert [row.title for row in invited.invitation(number).outcomes.all()] == ["高处作业"]
    assert merged(electricians, same, other) == NOTHING | {"unchanged": 2}


def test_who_declined_is_left_in_peace(electricians):
    row = a_row()
    merged(electricians, row)
    acceptances.decline(invited.invitation(), by=VISITOR)
    assert merged(electricians, row) == NOTHING | {"unchanged": 1}
    assert Invitation.objects.count() == 1


def test_somebody_without_an_address_waits_for_one(electricians):
    merged(electricians, a_row(email=""))
    assert invited.letters() == []
    assert invited.invitation().sent_at is None


def test_a_class_of_thousands_takes_few_statements(electricians, django_assert_max_num_queries):
    rows = [a_row() for _one in range(60)]
    with django_assert_max_num_queries(25):
        rosters.merge(read(*rows), training_class=electricians, by=invited.OFFICER)
    assert Invitation.objects.count() == 60


def test_a_roster_without_end_is_refused(electricians, monkeypatch):
    from creditbank.bank.classes import comparisons

    monkeypatch.setattr(comparisons, "MOST", 2)
    with refusing("too_many_rows"):
        merged(electricians, a_row(), a_row(), a_row())
    assert not Invitation.objects.exists()


def test_nothing_personal_stands_in_plain(electricians):
    row = a_row()
    merged(electricians, row)
    number, email = row[1], row[2]
    stored = repr([bytes(v) for v in Invitation.objects.values_list("number", flat=True)])
    events = repr(list(Event.objects.values_list("after", flat=True)))
    for secret in (number, email, "李示例"):
        assert secret not in stored + events
