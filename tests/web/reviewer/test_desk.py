"""The desk as a browser without JavaScript uses it."""

import datetime as dt
import re

import pytest

from creditbank.bank import clock
from creditbank.bank.access.models import Disclosure
from creditbank.bank.desk import effects
from creditbank.bank.files.models import StoredFile
from creditbank.bank.organisations.roles import Role
from creditbank.bank.reviews.models import Case, Decision
from tests.bank.accounts.people import OTHER, a_scan, enrol, number
from tests.bank.desk import scene
from tests.bank.outcomes import scene as outcomes

pytestmark = pytest.mark.django_db
WRONG = {"code_title": "title_differs", "text_title": "少了“全国”二字。"}


def path(case, what=""):
    return f"/work/reviews/{case.number}/{what}"


def taken(client, case):
    while True:
        location = client.post("/work/reviews/next/")["Location"]
        if case.number in location:
            return
        assert "/work/reviews/R" in location


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_who_does_not_hold_it_sees_its_state_only(desk):
    _account, case = scene.an_opening()
    told = desk.get(path(case)).content.decode()
    assert "提交" in told
    assert "张三丰" not in told
    assert "领取这一件" not in told


def test_the_holder_sees_fields_beside_scans_with_the_number_masked(desk):
    typed = number()
    _account, case = scene.an_opening(enrolment=enrol(typed), email=OTHER, scans=[a_scan()])
    taken(desk, case)
    told = desk.get(path(case)).content.decode()
    assert "张三丰" in told
    assert typed not in told
    assert f"{typed[:3]}***" in told
    for label in ("通过", "退回补正", "不通过"):
        assert label in told
    assert re.search(r'<img src="/work/reviews/R\w+/scans/[\w-]+/1"', told)
    assert "身份证.jpg" not in told
    assert "style=" not in told


def test_approving_goes_on_to_the_next_and_can_be_undone(desk):
    outcome, first = scene.a_deposit()
    _other, second = scene.a_deposit()
    taken(desk, first)
    answer = desk.post(path(first, "decision/"), {"verdict": "approve"})
    assert answer["Location"] == f"{path(second)}?decided={first.number}"
    told = desk.get(answer["Location"]).content.decode()
    assert path(first, "undo/") in told
    assert f"{first.number}：通过" in told
    answer = desk.post(path(first, "undo/"))
    assert answer["Location"] == path(first)
    assert desk.get(path(first)).status_code == 200
    assert not Decision.objects.filter(stage="pending").exists()
    assert outcome.number


def test_after_the_last_one_the_queue_offers_to_undo(desk):
    _outcome, case = scene.a_deposit()
    taken(desk, case)
    answer = desk.post(path(case, "decision/"), {"verdict": "approve"})
    assert answer["Location"] == f"/work/reviews/?decided={case.number}"
    assert path(case, "undo/") in desk.get(answer["Location"]).content.decode()
    with clock.frozen(clock.now() + dt.timedelta(seconds=11)):
        assert path(case, "undo/") not in desk.get(answer["Location"]).content.decode()
        answer = desk.post(path(case, "undo/"))
        assert answer.status_code == 409
        assert "不能撤销" in answer.content.decode()


def test_returning_names_the_fields(desk):
    _outcome, case = scene.a_deposit()
    taken(desk, case)
    desk.post(path(case, "decision/"), {"verdict": "return", **WRONG, "note": "电话已联系"})
    decision = Decision.objects.get()
    assert [(row["field"], row["code"]) for row in decision.remarks] == [("title", "title_differs")]
    assert decision.note == "电话已联系"
    desk.post(path(case, "undo/"))
    told = desk.get(path(case)).content.decode()
    assert "少了“全国”二字。" in told
    assert '<option value="title_differs" selected' in told
    assert "电话已联系" in told


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"verdict": "return"}, "请至少写明一处原因"),
        ({"verdict": "reject"}, "请至少写明一处原因"),
        ({"verdict": "approve", **WRONG}, "不能通过"),
        ({"verdict": "reject", **WRONG}, "这个原因用于“退回补正”"),
        ({"verdict": "return", "code_title": "nonsense"}, "选择一个有效的选项"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(desk, typed, sentence):
    _outcome, case = scene.a_deposit()
    taken(desk, case)
    answer = desk.post(path(case, "decision/"), typed)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in told
    assert "error-summary" in told
    assert typed.get("text_title", "") in told
    assert fresh(case).stage == "open"


def test_an_account_nobody_vouched_for_is_handed_to_nobody_and_not_approved(desk, signed_in):
    _account, case = scene.an_opening(email=OTHER)
    assert desk.post("/work/reviews/next/")["Location"] == "/work/reviews/"
    assert "等待身份核实" in desk.get("/work/reviews/").content.decode()
    supervisor = signed_in(scene.reviewer("62", Role.SUPERVISOR))
    supervisor.post(path(case, "lease/"))
    answer = supervisor.post(path(case, "decision/"), {"verdict": "approve"})
    assert answer.status_code == 422
    assert "暂不能通过" in answer.content.decode()


def test_who_comes_too_late_is_told(desk, seat, signed_in):
    _outcome, case = scene.a_deposit()
    colleague = scene.reviewer()
    other = signed_in(colleague)
    taken(desk, case)
    with clock.frozen(clock.now() + dt.timedelta(minutes=21)):
        taken(other, case)
        answer = desk.post(path(case, "decision/"), {"verdict": "approve"})
        assert answer.status_code == 409
        assert "您的决定没有生效" in answer.content.decode()
        other.post(path(case, "decision/"), {"verdict": "reject", "code_whole": "outcome_false"})
        assert desk.post(path(case, "decision/"), {"verdict": "approve"}).status_code == 409
    assert Decision.objects.get().by_id == colleague.user_id


def test_sent_twice_is_decided_once(desk):
    _outcome, case = scene.a_deposit()
    taken(desk, case)
    for _ in range(2):
        answer = desk.post(path(case, "decision/"), {"verdict": "approve"})
        assert answer.status_code == 302
    assert Decision.objects.count() == 1


def test_nothing_is_decided_that_was_not_taken(desk):
    _outcome, case = scene.a_deposit()
    answer = desk.post(path(case, "decision/"), {"verdict": "approve"})
    assert answer.status_code == 409
    assert fresh(case).stage == "open"


def test_a_case_can_be_put_back(desk):
    _outcome, case = scene.a_deposit()
    taken(desk, case)
    assert desk.post(path(case, "release/"))["Location"] == "/work/reviews/"
    assert fresh(case).taken_by is None


def test_only_a_supervisor_chooses_a_case(desk, signed_in):
    _outcome, case = scene.a_deposit()
    assert desk.post(path(case, "lease/")).status_code == 403
    supervisor = signed_in(scene.reviewer("62", Role.SUPERVISOR))
    assert "领取这一件" in supervisor.get(path(case)).content.decode()
    assert supervisor.post(path(case, "lease/"))["Location"] == path(case)
    assert "通过" in supervisor.get(path(case)).content.decode()


def test_a_scan_is_for_the_holder_alone_and_kept_by_no_cache(desk, signed_in):
    outcome, case = scene.a_deposit()
    file = outcome.evidence.get().file
    picture = path(case, f"scans/{file.pk}/1")
    assert desk.get(picture).status_code == 404
    taken(desk, case)
    answer = desk.get(picture)
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    saved = desk.get(path(case, f"scans/{file.pk}/original"))
    assert saved["Content-Disposition"] == f'attachment; filename="{case.number}.jpg"'
    assert signed_in(scene.reviewer()).get(picture).status_code == 404
    assert desk.get(path(case, f"scans/{file.pk}/2")).status_code == 404
    stranger = outcomes.submitted(outcomes.a_learner(), None, picture="blue")
    other = StoredFile.objects.get(pk=stranger.evidence.get().file_id)
    assert desk.get(path(case, f"scans/{other.pk}/1")).status_code == 404


def test_the_full_number_needs_a_reason_and_is_written_down(desk):
    typed = number()
    _account, case = scene.an_opening(enrolment=enrol(typed))
    assert desk.get(path(case, "number/")).status_code == 409
    taken(desk, case)
    assert typed not in desk.get(path(case, "number/")).content.decode()
    assert typed not in desk.post(path(case, "number/"), {"reason": "other"}).content.decode()
    assert not Disclosure.objects.exists()
    answer = desk.post(path(case, "number/"), {"reason": "compare"})
    assert typed in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Disclosure.objects.get().reason == "与证件扫描件逐位核对"


def test_a_returned_case_says_that_time_stands(desk, seat):
    _outcome, case = scene.a_deposit()
    scene.effective(case, seat, "return", scene.WRONG)
    told = desk.get(path(case)).content.decode()
    assert "期限暂停计算" in told
    assert "少了“全国”二字。" in told


def test_a_decision_that_could_not_take_effect_is_in_the_history(desk, seat):
    pair = [scene.a_deposit("NCRE-24", picture=colour)[1] for colour in ("white", "blue")]
    for decision in [scene.decided(case, seat) for case in pair]:
        effects.take_effect(decision.pk)
    assert "未能生效" in desk.get(path(pair[1])).content.decode()
