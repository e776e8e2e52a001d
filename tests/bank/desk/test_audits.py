"""What an auditor reads: within the subtree, in words, never what is sealed."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.access import disclosures
from creditbank.bank.access.reach import seat as seat_of
from creditbank.bank.desk import audits, enquiries
from creditbank.bank.organisations.roles import Role
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(gansu, staff):
    """The auditor of the province."""
    return seat_of(staff(Role.AUDITOR, gansu.province), None)


@pytest.fixture
def national(gansu, staff):
    return seat_of(staff(Role.AUDITOR, gansu.root), None)


def told(seat, **asked):
    return audits.lines(list(audits.looks(seat, **asked)))


def test_who_saw_whom_when_and_why_the_newest_first(auditor, gansu, a_learner, a_reviewer):
    account, reviewer = a_learner(), a_reviewer(gansu.province, name="钱审")
    for what in ("scan", "number"):
        disclosures.note(
            by=reviewer, subject=account, what=what, reason="核对", account_id=account.pk
        )
    lines = told(auditor)
    assert [(line.who, line.what, line.number, line.reason) for line in lines] == [
        ("钱审", "查看完整证件号码", account.number, "核对"),
        ("钱审", "查看扫描件", account.number, "核对"),
    ]


def test_looks_at_people_elsewhere_are_for_the_centre_alone(
    auditor, national, gansu, a_learner, an_officer
):
    account = a_learner(centre=gansu.elsewhere_centre)
    officer = seat_of(an_officer(gansu.elsewhere), None)
    enquiries.find(officer, "number", account.number)
    enquiries.find(officer, "number", "ANOBODY")
    assert told(auditor) == []
    assert told(auditor, number=account.number) == []
    assert {line.what for line in told(national)} == {"查找并看到状态", "查找，没有结果"}


def test_a_look_that_found_nobody_is_seen_by_the_auditor_of_who_looked(auditor, gansu, an_officer):
    enquiries.find(seat_of(an_officer(gansu.centre), None), "number", "ANOBODY")
    assert [(line.what, line.number) for line in told(auditor)] == [("查找，没有结果", "")]


def test_it_is_filtered_by_account_person_and_day(auditor, gansu, a_learner, an_officer):
    first, second = a_learner(), a_learner()
    one, other = an_officer(gansu.centre, name="甲"), an_officer(gansu.centre, name="乙")
    with clock.frozen(clock.now() - dt.timedelta(days=3)):
        disclosures.note(by=one, subject=first, what="scan", account_id=first.pk)
    disclosures.note(by=other, subject=second, what="scan", account_id=second.pk)
    today = clock.today()
    assert [line.who for line in told(auditor, number=first.number)] == ["甲"]
    assert [line.number for line in told(auditor, who="乙")] == [second.number]
    assert [line.who for line in told(auditor, since=today)] == ["乙"]
    assert [line.who for line in told(auditor, until=today - dt.timedelta(days=1))] == ["甲"]
    assert told(auditor, number="NONE") == []


def test_the_log_costs_the_same_for_many_and_uses_its_index(
    auditor, gansu, a_learner, an_officer, django_assert_num_queries
):
    account, officer = a_learner(), an_officer(gansu.centre)
    for _time in range(20):
        disclosures.note(by=officer, subject=account, what="scan", account_id=account.pk)
    with django_assert_num_queries(2):
        assert len(told(auditor)) == 20


def test_the_history_of_an_account_has_every_row_of_it_and_nothing_sealed(auditor, a_learner):
    account = a_learner(scans=1)
    events = list(audits.history(auditor, account.number.lower()))
    changes = audits.changes(events)
    assert {"账户", "登录用户", "身份证件", "审核件", "审核决定"} == {row.table for row in changes}
    assert "accounts.activations.activate" in {row.verb for row in changes}
    shown = str(changes)
    for secret in (account.name, account.user.email, account.documents.get().number):
        assert secret not in shown
    assert "\\\\x" not in shown
    assert str(account.user.session_salt) not in shown
    assert "（已加密）" in shown


def test_the_history_is_found_by_outcome_and_by_case(auditor, a_learner, an_outcome):
    account = a_learner()
    outcome = an_outcome(account, "stored", certificate_number="GEHEIM-1")
    by_outcome = list(audits.history(auditor, outcome.number))
    case = cases.of(Kind.OUTCOME, outcome.pk)
    assert list(audits.history(auditor, case.number)) == by_outcome
    assert "GEHEIM" not in str(audits.changes(by_outcome))
    opening = cases.of(Kind.ACCOUNT, account.pk)
    whole = list(audits.history(auditor, account.number))
    assert list(audits.history(auditor, opening.number)) == whole


def test_elsewhere_is_the_same_answer_as_nothing(auditor, national, gansu, a_learner, an_outcome):
    account = a_learner(centre=gansu.elsewhere_centre)
    outcome = an_outcome(account, "submitted")
    numbers = [account.number, outcome.number, cases.of(Kind.OUTCOME, outcome.pk).number, "X"]
    assert [audits.history(auditor, number) for number in numbers] == [None] * 4
    assert [audits.history(national, number) is None for number in numbers] == [False] * 3 + [True]
