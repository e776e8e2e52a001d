"""An inspection as both sides do it in a browser without JavaScript."""

import re

import pytest
from django.test import Client

from creditbank.bank.access.models import Disclosure
from creditbank.bank.calendar import notices as holidays
from creditbank.bank.digests.models import Choice
from creditbank.bank.inspections import checklists, draws
from creditbank.bank.inspections.models import Inspection
from creditbank.bank.organisations.roles import Role
from tests import inspecting
from tests.inspecting import answered, assess, draw, fresh, notified, on, work_through

pytestmark = pytest.mark.django_db
LIST = "/work/inspections/"
FORM = {"kind": "outcome", "since": "2026-03-01", "until": "2026-03-15", "wanted": "2"}


@pytest.fixture(autouse=True)
def today(db):
    holidays.load_published()
    with on("2026-03-20"):
        yield


@pytest.fixture
def seats(gansu, staff):
    with on("2026-01-05"):
        return inspecting.sides(gansu, staff)


@pytest.fixture
def inspector(seats, signed_in):
    return signed_in(Client(), seats.inspector.user)


@pytest.fixture
def officer(seats, signed_in):
    return signed_in(Client(), seats.officer.user)


@pytest.fixture
def decided(gansu, a_learner, an_outcome):
    def make(count, stage="stored", centre=None):
        with on("2026-03-10"):
            learner = a_learner(centre=centre or gansu.centre)
            return [an_outcome(learner, stage, title=f"证书{at}") for at in range(count)]

    return make


def page(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def path(row, what=""):
    return f"{LIST}{row.number}/{what}"


def filled(row, finding=""):
    told = {f"answer_{place}": "fine" for place in range(len(row.questions))}
    return told | ({"answer_0": "finding", "remark_0": finding} if finding else {})


def test_the_whole_way_by_forms(gansu, inspector, officer, decided):
    decided(2)
    there = inspector.post(f"{LIST}new/", {**FORM, "branch": gansu.branch.code})["Location"]
    row = Inspection.objects.get()
    assert there == path(row)
    assert "已检查 0 件" in page(inspector.get(there))
    for sampled in row.samples.select_related("case"):
        case = path(row, f"cases/{sampled.case.number}/")
        assert "证书" in page(inspector.get(case))
        wrong = "扫描件看不清。" if sampled.position == 1 else ""
        following = inspector.post(case, filled(row, wrong), follow=True)
    assert "全部检查完了" in page(following)
    assert "扫描件看不清" in page(inspector.get(path(row, "notice/")))
    sent = inspector.post(path(row, "notice/"), {"words": "请整改。", "days": "5"}, follow=True)
    assert "整改通知已发出" in page(sent)
    assert "请答复发现的问题" in page(officer.get(path(row)))
    finding = row.findings.get()
    measures = {f"measures_{finding.pk}": "已重新上传。", "action": "hand_in"}
    assert "答复已交出" in page(officer.post(path(row, "answers/"), measures, follow=True))
    assert "已重新上传" in page(inspector.get(path(row, "acceptance/")))
    judged = {f"verdict_{finding.pk}": "return", f"reply_{finding.pk}": "请说明。", "days": "3"}
    inspector.post(path(row, "acceptance/"), judged)
    told = page(officer.get(path(row, "answers/")))
    assert "请说明。" in told
    assert "已重新上传。</textarea>" in told
    officer.post(path(row, "answers/"), {**measures, f"measures_{finding.pk}": "说明如下。"})
    judged = {f"verdict_{finding.pk}": "accept", "conclusion": "整改到位。", "days": "3"}
    inspector.post(path(row, "acceptance/"), judged)
    assert fresh(row).stage == "closed"
    for client in (inspector, officer):
        report = page(client.get(path(row, "report/")))
        for words in (row.seed, "扫描件看不清。", "说明如下。", "整改到位。"):
            assert words in report


def test_without_findings_the_next_step_is_the_end(gansu, inspector, seats, decided):
    decided(1)
    row = work_through(seats.inspector, draw(seats.inspector, gansu.branch), findings=0)
    assert "没有发现问题" in page(inspector.get(path(row, "notice/")))
    refused = page(inspector.post(path(row, "notice/"), {"words": ""}), 422)
    assert "请填写这一栏" in refused
    done = inspector.post(path(row, "notice/"), {"words": "很好。"}, follow=True)
    assert "检查已结束" in page(done)


def test_what_was_typed_stays_beside_a_clear_sentence(gansu, inspector, officer, seats, decided):
    told = page(inspector.post(f"{LIST}new/", {**FORM, "branch": "440600"}), 422)
    assert "您的辖区内没有这个代码的机构。" in told
    assert 'value="440600"' in told
    late = {**FORM, "branch": gansu.branch.code, "until": "2026-03-20"}
    assert "结束日期最晚是昨天" in page(inspector.post(f"{LIST}new/", late), 422)
    decided(1)
    row = draw(seats.inspector, gansu.branch)
    case = path(row, f"cases/{row.samples.get().case.number}/")
    told = page(inspector.post(case, {**filled(row, " "), "remark_1": "记一笔"}), 422)
    assert "请写明问题是什么" in told
    assert 'value="记一笔"' in told
    assert "请选择一项" in page(inspector.post(case, {"remark_0": ""}), 422)
    row = notified(seats.inspector, gansu.branch, findings=1)
    told = page(officer.post(path(row, "answers/"), {"action": "hand_in"}), 422)
    assert "请写明采取了什么整改措施" in told
    row = answered(seats.officer, row)
    finding = row.findings.get()
    judged = {f"verdict_{finding.pk}": "return", "days": "3", "conclusion": "写了一半"}
    told = page(inspector.post(path(row, "acceptance/"), judged), 422)
    assert "请写明为什么退回" in told
    assert "写了一半</textarea>" in told


def test_saving_keeps_the_measures_and_tells_nobody(gansu, officer, seats, decided):
    decided(2)
    row = notified(seats.inspector, gansu.branch, findings=2)
    first = row.findings.first()
    told = officer.post(path(row, "answers/"), {f"measures_{first.pk}": "先写一条。"}, follow=True)
    assert "尚未交出" in page(told)
    assert "先写一条。</textarea>" in page(told)
    assert fresh(row).stage == "notified"


def test_the_branch_sees_no_draft_and_no_person(gansu, inspector, officer, seats, decided):
    (outcome, _other) = decided(2)
    row = draw(seats.inspector, gansu.branch)
    assert officer.get(path(row)).status_code == 404
    assert row.number not in page(officer.get(LIST))
    row = work_through(seats.inspector, row)
    number = row.samples.first().case.number
    inspector.post(path(row, "notice/"), {"words": "请整改。", "days": "5"})
    told = page(officer.get(path(row))) + page(officer.get(path(row, "report/")))
    assert number in told
    for words in (outcome.account.name, "证书0", outcome.account.number):
        assert words not in told
    assert officer.get(path(row, f"cases/{number}/")).status_code == 403
    assert officer.get(path(row, "acceptance/")).status_code == 403


def test_looking_at_a_case_is_told_and_logged(gansu, inspector, seats, decided):
    (outcome,) = decided(1)
    row = draw(seats.inspector, gansu.branch)
    sampled = row.samples.get()
    told = page(inspector.get(path(row, f"cases/{sampled.case.number}/")))
    assert "已记入查阅记录" in told
    assert outcome.account.documents.get().number not in told
    picture = re.search(r'<img src="(/work/inspections/[^"]+/scans/[^"]+/1)"', told)[1]
    answer = inspector.get(picture)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in answer["Cache-Control"]
    original = picture.removesuffix("1") + "original"
    assert inspector.get(original)["Content-Disposition"].startswith("attachment")
    looks = Disclosure.objects.filter(account_id=outcome.account_id, reason=row.number)
    assert sorted(looks.values_list("what", flat=True)) == ["inspection", "scan"]


def test_of_a_closed_account_nothing_is_shown_but_the_case(gansu, inspector, seats, decided):
    from creditbank.bank.outcomes import closings

    (outcome,) = decided(1)
    row = draw(seats.inspector, gansu.branch)
    closings.close(outcome.account, by=outcome.account.user)
    told = page(inspector.get(path(row, f"cases/{row.samples.get().case.number}/")))
    assert "信息已经删除" in told
    assess(seats.inspector, row.samples.get())


def test_steps_whose_time_is_over_lead_back(gansu, inspector, officer, seats, decided):
    decided(1)
    row = draw(seats.inspector, gansu.branch)
    assert inspector.get(path(row, "notice/"))["Location"] == path(row)
    assert inspector.get(path(row, "acceptance/"))["Location"] == path(row)
    row = answered(seats.officer, notified(seats.inspector, gansu.branch))
    assert officer.get(path(row, "answers/"))["Location"] == path(row)
    sampled = row.samples.get()
    case = path(row, f"cases/{sampled.case.number}/")
    assert "<fieldset" not in page(inspector.get(case))
    assert "这一项刚才已经有了变化" in page(inspector.post(case, filled(row)), 422)


def test_the_report_draws_again_where_it_is_asked_to(gansu, inspector, seats, decided, monkeypatch):
    decided(3)
    row = draw(seats.inspector, gansu.branch)
    assert "重新计算抽样" in page(inspector.get(path(row, "report/")))
    assert "与记录一致" in page(inspector.get(path(row, "report/?check=1")))
    monkeypatch.setattr(draws, "again", lambda _row: [])
    assert "与记录不同" in page(inspector.get(path(row, "report/?check=1")))


def test_an_overdue_answer_is_seen(gansu, officer, seats, decided, signed_in):
    decided(1)
    row = notified(seats.inspector, gansu.branch, days=5)
    with on("2026-03-30"):
        signed_in(officer, seats.officer.user)
        assert "答复已逾期" in page(officer.get(path(row)))
        assert "is-over" in page(officer.get(LIST))


def test_home_says_whose_turn_it_is(gansu, inspector, officer, seats, decided):
    decided(1)
    assert "待检查、待答复或待验收" not in page(inspector.get("/work/"))
    row = notified(seats.inspector, gansu.branch)
    assert "待检查、待答复或待验收" in page(officer.get("/work/"))
    assert "待检查、待答复或待验收" not in page(inspector.get("/work/"))
    answered(seats.officer, row)
    assert "待检查、待答复或待验收" in page(inspector.get("/work/"))


def test_lists_ask_no_more_for_many_than_for_few(
    gansu, inspector, seats, decided, django_assert_max_num_queries
):
    decided(6)
    for _time in range(3):
        row = draw(seats.inspector, gansu.branch, wanted=6)
    row = notified(seats.inspector, gansu.branch, findings=6, wanted=6)
    inspector.get(LIST)
    with django_assert_max_num_queries(10):
        inspector.get(LIST)
    with django_assert_max_num_queries(12):
        inspector.get(path(row))
    with django_assert_max_num_queries(12):
        inspector.get(path(row, "report/"))


def test_a_checklist_is_published_by_lines(gansu, inspector, seats, staff, signed_in):
    there = f"{LIST}checklists/outcome/"
    lines = page(inspector.get(there))
    assert "结论正确" in lines or "审核结论正确，有依据 | The decision is right" in lines
    told = {"questions": "材料齐全 | Complete\n结论正确\n", "seen": "0"}
    assert "已发布" in page(inspector.post(there, told, follow=True))
    known = checklists.current(gansu.province, "outcome")
    assert known.questions == [{"zh": "材料齐全", "en": "Complete"}, {"zh": "结论正确", "en": ""}]
    again = page(inspector.post(there, told), 422)
    assert "别人保存了另一个版本" in again
    assert "每个问题都要有中文" in page(
        inspector.post(there, {"questions": "| only", "seen": "1"}), 422
    )
    assert inspector.get(f"{LIST}checklists/nothing/").status_code == 404
    other = signed_in(Client(), staff(Role.PROVINCE_ADMIN, gansu.elsewhere))
    assert "随系统提供的问题" in page(other.get(f"{LIST}checklists/"))


def test_a_list_of_many_is_read_on_from_the_last(gansu, inspector, seats, decided, monkeypatch):
    from creditbank.web.organisation import inspections

    monkeypatch.setattr(inspections, "PAGE", 2)
    decided(1)
    rows = [draw(seats.inspector, gansu.branch) for _time in range(3)]
    first = page(inspector.get(LIST))
    following = re.search(r'href="(\?before=[^"]+)"', first)[1]
    second = page(inspector.get(LIST + following))
    seen = [sum(row.number in text for text in (first, second)) for row in rows]
    assert seen == [1, 1, 1]
    assert inspector.get(f"{LIST}?before=nonsense").status_code == 200


def test_the_digest_is_switched_off_and_on(officer, seats):
    assert "已开启" in page(officer.get("/work/digest/"))
    assert "已关闭" in page(officer.post("/work/digest/", {"wanted": "no"}, follow=True))
    assert not Choice.objects.get(user=seats.officer.user).wanted
    officer.post("/work/digest/", {"wanted": "yes"})
    assert Choice.objects.get().wanted


def test_a_link_of_the_digest_fills_in_the_look_up_and_looks_nobody_up(officer):
    told = page(officer.get("/work/people/?number=RABC"))
    assert 'value="RABC"' in told
    assert re.search(r'<option value="number" selected', told)
    assert not Disclosure.objects.exists()
