"""What the desk shows: enough to compare, nothing in full without being asked."""

import pytest

from creditbank.bank.access.models import Disclosure
from creditbank.bank.desk import looks, queues, sheets, trails
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews.models import Case
from tests.bank.accounts.people import OTHER, enrol, number
from tests.bank.desk import scene
from tests.bank.outcomes.scene import with_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(db):
    scene.plant()
    with_catalogue()
    return scene.reviewer()


def refused(action, *args, **options):
    with pytest.raises(Refused) as refusal:
        action(*args, **options)
    return refusal.value.code


def held(seat, case):
    return queues.take(seat, Case.objects.get(pk=case.pk))


def test_an_opening_shows_both_addresses_masked_and_why_it_cannot_be_approved(seat):
    _account, case = scene.an_opening(email=OTHER)
    rows = {row.field: row for row in sheets.load(case).rows}
    assert rows["email"].value == "o***@example.org（学籍登记：z***@example.com）"
    tones = {finding.text: finding.tone for finding in rows["email"].findings}
    assert "bad" in tones.values()
    assert all(finding.source for row in rows.values() for finding in row.findings)
    assert [reason.code for reason in rows["scan_front"].reasons]


def test_the_number_is_masked_until_somebody_asks_and_says_why(seat):
    typed = number()
    account, case = scene.an_opening(enrolment=enrol(typed))
    assert typed not in repr(sheets.load(case))
    assert refused(looks.full_number, case, reason="核对", by=seat.user) == "not_held"
    case = held(seat, case)
    assert refused(looks.full_number, case, reason=" ", by=seat.user) == "reason_missing"
    assert not Disclosure.objects.exists()
    assert looks.full_number(case, reason="核对", by=seat.user) == typed
    note = Disclosure.objects.get()
    assert (note.what, note.reason, note.account_id) == ("number", "核对", account.pk)
    assert note.actor_id == str(seat.user_id)


def test_a_deposit_is_shown_field_by_field_with_what_was_found(seat):
    outcome, case = scene.a_deposit("NCRE-24")
    sheet = sheets.load(case)
    rows = {row.field: row for row in sheet.rows}
    assert sheet.title == outcome.certificate_type.name
    assert rows["certificate_number"].value == "6512 0000 1234"
    assert any(finding.source == "证件号码规则" for finding in rows["obtained_on"].findings)
    assert [one.code for one in rows["extra_province"].reasons] == ["extra_differs"]
    assert rows[""].reasons
    assert len(sheet.files) == 1


def test_a_scan_opens_for_the_holder_and_the_first_look_is_written_down(seat):
    outcome, case = scene.a_deposit("NCRE-24")
    file = outcome.evidence.get().file
    other = scene.reviewer()
    case = held(seat, case)
    assert refused(looks.page, case, file.pk, 1, "preview", by=other.user) == "not_held"
    for size in ("preview", "full"):
        assert looks.page(case, file.pk, 1, size, by=seat.user).content.startswith(b"\xff\xd8")
    note = Disclosure.objects.get()
    assert (note.what, note.subject_id, note.reason) == ("scan", file.pk, case.number)
    stranger, _case = scene.a_deposit("NCRE-24", picture="blue")
    theirs = stranger.evidence.get().file
    assert refused(looks.page, case, theirs.pk, 1, "preview", by=seat.user) == "file_gone"


def test_the_history_tells_every_submission_and_decision(seat):
    outcome, case = scene.a_deposit("NCRE-24")
    scene.effective(case, seat, "return", scene.WRONG)
    told = trails.of(Case.objects.get(pk=case.pk))
    assert [step.what for step in told] == ["提交", "退回补正"]
    assert "少了“全国”二字。" in told[1].why
    assert told[1].who == seat.user.label
    assert outcome.number
