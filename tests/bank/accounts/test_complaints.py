"""信息有误: told by a visitor, settled by an officer of that subtree."""

import pytest

from creditbank.bank.enrolments import complaints
from creditbank.bank.enrolments.models import Complaint
from creditbank.bank.history import VISITOR
from creditbank.bank.messages.models import Message
from creditbank.bank.refusals import Refused
from tests.bank.accounts.people import IMPORTED


def test_what_is_wrong_is_kept_sealed_and_waits_for_that_study_centre(bank):
    complaint = complaints.raise_one(bank.enrol(), "专业应为会计学", by=VISITOR)
    assert complaint.text == "专业应为会计学"
    assert "会计" not in str(list(Complaint.objects.values()))
    assert list(complaints.waiting(bank.place("6201"))) == [complaint]
    assert list(complaints.waiting(bank.place("62"))) == [complaint]
    assert not complaints.waiting(bank.place("61")).exists()


def test_the_answer_goes_to_the_imported_address_and_the_task_is_done_once(bank):
    officer = bank.officer().user
    complaint = complaints.raise_one(bank.enrol(), "专业有误", by=VISITOR)
    complaints.settle(complaint, "已更正", by=officer)
    assert bank.letters(IMPORTED) == ["account_complaint"]
    assert Message.objects.get().context["answer"] == "已更正"
    with pytest.raises(Refused) as refusal:
        complaints.settle(complaint, "再次", by=officer)
    assert refusal.value.code == "moved_on"


def test_nothing_said_is_refused_and_too_much_is_left_unkept(bank):
    row = bank.enrol()
    with pytest.raises(Refused):
        complaints.raise_one(row, "  ", by=VISITOR)
    kept = [complaints.raise_one(row, "有误", by=VISITOR) for _time in range(complaints.MOST_OPEN)]
    assert all(kept)
    assert complaints.raise_one(row, "有误", by=VISITOR) is None
