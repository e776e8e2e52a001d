"""From the first case to the end: worked through, notified, answered, accepted or sent back."""

import pytest
from django.db import connection

from creditbank.bank.access.models import Disclosure
from creditbank.bank.desk import samples
from creditbank.bank.desk.reviewers import oneself
from creditbank.bank.history.models import Event
from creditbank.bank.inspections import answers, assessments, notices
from creditbank.bank.inspections.answers import Judgement
from creditbank.bank.inspections.assessments import Mark
from creditbank.bank.messages.models import Message
from creditbank.bank.reviews.models import Decision
from tests.cast import a_number
from tests.inspecting import FINE, WRONG, answered, assess, draw, fresh, notified, on, work_through
from tests.refusing import refusing

pytestmark = pytest.mark.django_db


def told(letter):
    return set(Message.objects.filter(letter=letter).values_list("reader_id", flat=True))


def judge(row, seat, accepted=True, reply="", **more):
    verdicts = {finding.pk: Judgement(accepted, reply) for finding in row.findings.all()}
    answers.judge(row, verdicts, by=seat.user, **more)


def test_the_whole_way(gansu, seats, decided):
    decided(4)
    row = draw(seats.inspector, gansu.branch)
    assert row.stage == "drawn"
    row = work_through(seats.inspector, row, findings=2)
    assert row.stage == "in_progress"
    here = gansu.province
    notices.notify(row, "请整改。", days=5, below=here, by=seats.inspector.user)
    row = fresh(row)
    assert (row.stage, row.findings.count()) == ("notified", 2)
    assert row.due_at.astimezone().date().isoformat() == "2026-03-27"
    assert told("inspection_notified") == {seats.officer.user_id, seats.admin.user_id}
    row = answered(seats.officer, row)
    assert row.stage == "answered"
    assert told("inspection_answered") == {seats.inspector.user_id}
    judge(row, seats.inspector, conclusion="整改到位。")
    row = fresh(row)
    assert (row.stage, row.conclusion) == ("closed", "整改到位。")
    assert set(row.findings.values_list("stage", flat=True)) == {"accepted"}
    verbs = {event.verb for event in Event.objects.of(row)}
    assert verbs >= {"inspections.notices.notify", "inspections.answers.judge"}


def test_what_goes_back_is_answered_again_with_days_of_its_own(gansu, seats, decided):
    decided(3)
    row = answered(seats.officer, notified(seats.inspector, gansu.branch, findings=2))
    first, second = row.findings.all()
    verdicts = {first.pk: Judgement(True), second.pk: Judgement(False, "请附核对记录。")}
    with on("2026-03-30"):
        answers.judge(row, verdicts, days=3, by=seats.inspector.user)
        row = fresh(row)
        assert row.stage == "notified"
        assert row.due_at.astimezone().date().isoformat() == "2026-04-02"
        assert told("inspection_returned") == {seats.officer.user_id, seats.admin.user_id}
        row = answered(seats.officer, row, "已补核对记录。")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.measures, first.stage) == ("已重新核对材料。", "accepted")
    assert (second.measures, second.reply) == ("已补核对记录。", "请附核对记录。")
    answers.judge(row, {second.pk: Judgement(True)}, conclusion="完成。", by=seats.inspector.user)
    assert fresh(row).stage == "closed"


def test_without_findings_it_ends_at_once(gansu, seats, decided):
    decided(3)
    row = work_through(seats.inspector, draw(seats.inspector, gansu.branch), findings=0)
    here, by = gansu.province, seats.inspector.user
    with refusing("no_findings"):
        notices.notify(row, "请整改。", days=5, below=here, by=by)
    with refusing("words", "words"):
        notices.close_clean(row, " ", below=here, by=by)
    notices.close_clean(row, "没有发现问题。", below=here, by=by)
    assert fresh(row).stage == "closed"
    assert told("inspection_closed") == {seats.officer.user_id, seats.admin.user_id}


def test_nothing_ends_before_every_case_is_worked_through(gansu, seats, decided):
    decided(3)
    row = draw(seats.inspector, gansu.branch)
    assess(seats.inspector, row.samples.first(), WRONG)
    with refusing("unfinished"):
        notices.notify(row, "请整改。", days=5, below=gansu.province, by=seats.inspector.user)
    row = work_through(seats.inspector, row)
    with refusing("findings"):
        notices.close_clean(row, "没有。", below=gansu.province, by=seats.inspector.user)


def test_every_question_wants_an_answer_and_every_finding_a_word(gansu, seats, decided):
    decided(1)
    sampled = draw(seats.inspector, gansu.branch).samples.get()
    with refusing("unanswered", "answer_1"):
        assess(seats.inspector, sampled, FINE, Mark("perhaps"))
    with refusing("remark_missing", "remark_0"):
        assess(seats.inspector, sampled, Mark("finding", " "))
    own = oneself(seats.inspector.user)
    with refusing("unanswered"):
        assessments.assess(sampled, [FINE], oneself=own, by=seats.inspector.user)
    assert fresh(sampled.inspection).stage == "drawn"


def test_nobody_inspects_their_own_decision(gansu, seats, decided):
    decided(1)
    sampled = draw(seats.inspector, gansu.branch).samples.get()
    Decision.objects.filter(case=sampled.case).update(by_id=seats.inspector.user_id)
    with refusing("own_decision"):
        assess(seats.inspector, sampled)


def test_after_the_notice_nothing_is_assessed_any_more(gansu, seats, decided):
    decided(1)
    row = notified(seats.inspector, gansu.branch)
    with refusing("moved_on"):
        assess(seats.inspector, row.samples.get())
    with refusing("moved_on"):
        notices.notify(row, "再来。", days=5, below=gansu.province, by=seats.inspector.user)


def test_a_document_number_that_slips_into_words_is_masked(gansu, seats, decided):
    decided(1)
    number = a_number()
    row = draw(seats.inspector, gansu.branch)
    assess(seats.inspector, row.samples.get(), Mark("finding", f"证件号 {number} 不符"))
    words = f"见 {number}"
    notices.notify(fresh(row), words, days=5, below=gansu.province, by=seats.inspector.user)
    row = answered(seats.officer, fresh(row), words)
    judge(row, seats.inspector, accepted=False, reply=words, days=1)
    with connection.cursor() as cursor:
        for table in ("inspection", "sampled", "finding", "event", "message"):
            cursor.execute(
                f"SELECT count(*) FROM bank_{table} t WHERE t::text LIKE %s", [f"%{number}%"]
            )
            assert cursor.fetchone() == (0,), table


def test_answers_are_kept_before_they_are_handed_in(gansu, seats, decided):
    decided(2)
    row = notified(seats.inspector, gansu.branch, findings=2)
    first, second = row.findings.all()
    answers.write(row, {first.pk: "已改。"}, by=seats.officer.user)
    with refusing("unanswered", f"measures_{second.pk}"):
        answers.hand_in(row, by=seats.officer.user)
    assert not told("inspection_answered")
    answers.write(row, {second.pk: "也改了。"}, by=seats.admin.user)
    answers.hand_in(row, by=seats.admin.user)
    assert [one.measures for one in row.findings.all()] == ["已改。", "也改了。"]


def test_what_is_wrong_with_a_judgement_is_said(gansu, seats, decided):
    decided(1)
    row = answered(seats.officer, notified(seats.inspector, gansu.branch))
    finding = row.findings.get()
    with refusing("unjudged", f"verdict_{finding.pk}"):
        answers.judge(row, {}, by=seats.inspector.user)
    with refusing("reply_missing", f"reply_{finding.pk}"):
        judge(row, seats.inspector, accepted=False, days=3)
    with refusing("days", "days"):
        judge(row, seats.inspector, accepted=False, reply="不够。")
    with refusing("words", "conclusion"):
        judge(row, seats.inspector)
    with refusing("own_answer"):
        judge(row, seats.officer, conclusion="好。")
    assert fresh(row).stage == "answered"


def test_a_look_at_a_case_is_a_disclosure_whose_reason_is_the_inspection(gansu, seats, decided):
    (outcome,) = decided(1)
    row = draw(seats.inspector, gansu.branch)
    sampled = row.samples.get()
    by = seats.inspector.user
    for _time in range(2):
        sheet = samples.look(sampled, by=by)
    assert sheet.title == "证书0"
    samples.page(sampled, sheet.files[0].pk, 1, "preview", by=by)
    looks = Disclosure.objects.filter(account_id=outcome.account_id)
    assert sorted((one.what, one.reason) for one in looks) == [
        ("inspection", row.number),
        ("scan", row.number),
    ]


def test_after_the_end_nobody_looks_at_the_people_any_more(gansu, seats, decided):
    decided(1)
    row = work_through(seats.inspector, draw(seats.inspector, gansu.branch), findings=0)
    sampled = row.samples.get()
    file = samples.look(sampled, by=seats.inspector.user).files[0]
    notices.close_clean(row, "好。", below=gansu.province, by=seats.inspector.user)
    sampled = fresh(row).samples.get()
    assert samples.look(sampled, by=seats.inspector.user) is None
    with refusing("file_gone"):
        samples.page(sampled, file.pk, 1, "preview", by=seats.inspector.user)
