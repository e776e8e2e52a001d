"""What was delivered comes to its person: now, or when the account is opened; never to another."""

import datetime as dt
from decimal import Decimal

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from creditbank.bank.accounts.models import Account
from creditbank.bank.deliveries import attachments, tasks
from creditbank.bank.deliveries.models import DeliveredResult
from creditbank.bank.desk import findings, permits
from creditbank.bank.history import SYSTEM, seals
from creditbank.bank.history.models import Event
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations import appointments
from creditbank.bank.organisations.models import Appointment, Capacity
from creditbank.bank.organisations.roles import Role
from creditbank.bank.outcomes import descriptions, trail
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Case
from creditbank.bank.reviews.models import Kind as CaseKind
from tests.bank.deliveries import sheets
from tests.bank.deliveries.sheets import a_certificate, a_course, a_transfer, changes, statuses
from tests.bank.desk import scene

pytestmark = pytest.mark.django_db


def stages():
    return list(Outcome.objects.order_by("id").values_list("stage", flat=True))


def letters(account):
    found = Message.objects.filter(reader_id=account.user_id).order_by("id")
    return [(one.letter, one.context) for one in found if one.letter.startswith("result")]


def described(outcome):
    return {row.field: row.value for row in descriptions.rows(outcome) if row.value}


def test_a_course_of_the_institution_itself_is_stored_at_once_and_the_history_says_from_whom(
    issuer, bring, somebody
):
    account, who = somebody()
    run = bring("courses", issuer, a_course(**who, 学分="0.5"))
    outcome = Outcome.objects.get()
    assert (outcome.stage, outcome.account, outcome.run) == ("stored", account, run)
    assert (outcome.title, outcome.issuer, outcome.kind_id) == (
        "高等数学",
        "国家开放大学",
        "course",
    )
    assert (outcome.score, outcome.credits) == (Decimal(85), Decimal("0.5"))
    assert (outcome.obtained_on, outcome.obtained_precision) == (dt.date(2024, 6, 1), "month")
    assert outcome.certificate_type.code == "OUC-COURSE"
    assert outcome.extra_values["study_level"] == "bachelor"
    told = described(outcome)
    assert told["title"] == "高等数学"
    assert [told["extra_hours"], told["extra_class_code"], told["credits"]] == ["72", "C01", "0.5"]
    assert [step.what for step in trail.of(outcome)] == ["由机构批量送来", "由颁证机构送来，已存储"]
    assert {step.who for step in trail.of(outcome)} == {"国家开放大学"}
    events = Event.objects.of(outcome)
    assert {one.actor_label for one in events} == {sheets.OFFICER.actor_label}
    assert {one.verb for one in events} == {"outcomes.results.take_in"}
    assert not Case.objects.filter(kind="outcome").exists()
    assert not list(seals.verify())


def test_what_became_an_outcome_keeps_nothing_of_the_delivery_but_that_it_came(
    issuer, bring, somebody
):
    _account, who = somebody()
    bring("courses", issuer, a_course(**who))
    held = DeliveredResult.objects.get()
    assert (held.outcome, held.unclaimed) == (Outcome.objects.get(), None)


def test_results_of_another_school_are_reviewed_like_any_other(issuer, bring, somebody):
    account, who = somebody()
    bring("transfers", issuer, a_transfer(**who))
    outcome = Outcome.objects.get()
    assert (outcome.stage, outcome.title, outcome.issuer) == ("submitted", "微积分", "示例大学")
    assert outcome.became[0]["code"] == "00020"
    assert described(outcome)["became"] == "高等数学（00020，本科），4 学分，2024-09"
    case = Case.objects.get(kind="outcome")
    assert (case.subject_id, case.person_id, case.days) == (outcome.pk, account.user_id, 10)
    said = [finding.text for finding in findings.of(outcome)]
    assert said[0] == "由国家开放大学批量送来，没有扫描件。"
    assert [step.what for step in trail.of(outcome)] == ["由机构批量送来", "提交审批"]


def test_a_course_of_an_institution_that_issues_nothing_is_reviewed(
    gansu, catalogue, bring, somebody
):
    _account, who = somebody()
    bring("courses", sheets.an_issuer(gansu, capacities=[Capacity.TARGET]), a_course(**who))
    assert stages() == ["submitted"]


def test_a_certificate_is_stored_at_once_only_from_who_issues_it(gansu, catalogue, bring, somebody):
    neea = sheets.an_issuer(gansu, "NEEA", "教育部教育考试院")
    other = sheets.an_issuer(gansu, "OUC")
    _one, first = somebody()
    _two, second = somebody()
    bring("certificates", neea, a_certificate(**first, 证书编号="1"))
    bring("certificates", other, a_certificate(**second, 证书编号="2"))
    assert stages() == ["stored", "submitted"]
    outcome = Outcome.objects.earliest("id")
    assert (outcome.certificate_type.code, outcome.level, outcome.certificate_number) == (
        *("NCRE-24", "2", "1"),
    )
    assert [course["code"] for course in outcome.became] == ["00051"]


def test_what_was_to_be_looked_at_is_reviewed_even_from_the_issuer(
    gansu, catalogue, bring, somebody
):
    neea = sheets.an_issuer(gansu, "NEEA", "教育部教育考试院")
    _account, who = somebody()
    bring("certificates", neea, a_certificate(**who, 成绩="425"))
    outcome = Outcome.objects.get()
    assert (outcome.stage, outcome.doubts) == ("submitted", ["delivered_to_check"])


def test_another_name_than_the_account_s_is_reviewed_and_the_institution_hears_nothing(
    issuer, bring, somebody
):
    _account, who = somebody()
    run = bring("courses", issuer, a_course(**who | {"姓名": "别人名"}))
    assert statuses(run) == [(2, "accept", "new")]
    outcome = Outcome.objects.get()
    assert (outcome.stage, outcome.doubts) == ("submitted", ["name_differs"])
    assert "请核对是不是同一个人" in "".join(one.text for one in findings.of(outcome))


def test_a_certificate_number_is_stored_once_in_the_whole_bank(gansu, catalogue, bring, somebody):
    neea = sheets.an_issuer(gansu, "NEEA", "教育部教育考试院")
    _one, first = somebody()
    _two, second = somebody()
    _three, third = somebody()
    run = bring("certificates", neea, a_certificate(**first), a_certificate(**second))
    assert [status for _line, status, _change in statuses(run)] == ["accept", "accept"]
    bring("certificates", neea, a_certificate(**third))
    assert sorted(stages()) == ["stored", "submitted", "submitted"]
    stored = Outcome.objects.get(stage="stored")
    held = Outcome.objects.filter(certificate_key=stored.certificate_key, stage="submitted")
    assert held.count() == 2
    said = "".join(one.text for outcome in held for one in findings.of(outcome))
    assert "同一证书编号另有申报" in said


def test_for_who_has_no_account_it_waits_and_comes_when_the_account_is_opened(
    issuer, bring, an_enrolment, a_learner
):
    enrolment = an_enrolment()
    row = a_course(身份证号=enrolment.number, 姓名=enrolment.name)
    bring("courses", issuer, row, row | {"课程名称": "线性代数", "课程代码": "00021"})
    assert not stages()
    account = a_learner(enrolment=enrolment)
    assert attachments.waiting(account).count() == 2
    attachments.attach(Account.objects.filter(pk=account.pk))
    assert stages() == ["stored", "stored"]
    assert changes(bring("courses", issuer, row)) == {"unchanged": 1}
    assert len(stages()) == 2


def test_opening_an_account_calls_for_what_waits(
    gansu, issuer, bring, an_enrolment, a_learner, a_reviewer
):
    enrolment = an_enrolment()
    bring("courses", issuer, a_course(身份证号=enrolment.number, 姓名=enrolment.name))
    account = a_learner("pending_review", enrolment=enrolment)
    seat = a_reviewer(gansu.province).appointments.select_related("organisation", "user").get()
    scene.effective(cases.of(CaseKind.ACCOUNT, account.pk), seat)
    (job,) = ProcrastinateJob.objects.filter(task_name="deliveries.attach")
    assert job.args == {"account_id": str(account.pk)}
    tasks.attach.func(**job.args)
    assert stages() == ["stored"]


def test_nothing_comes_to_an_account_that_is_not_open(issuer, bring, an_enrolment, a_learner):
    enrolment = an_enrolment()
    a_learner("pending_review", enrolment=enrolment)
    suspended = a_learner("suspended")
    document = suspended.documents.get()
    rows = [
        a_course(身份证号=enrolment.number, 姓名=enrolment.name),
        a_course(身份证号=document.number, 姓名=suspended.name),
    ]
    bring("courses", issuer, *rows)
    assert not stages()
    assert DeliveredResult.objects.filter(outcome=None).count() == 2


def test_the_learner_is_told_once_however_many_results_there_are(issuer, bring, somebody):
    account, who = somebody()
    row = a_course(**who)
    odd = row | {"课程名称": "大学英语", "课程代码": "00012", "层次代码": ""}
    bring("courses", issuer, row, row | {"课程名称": "线性代数", "课程代码": "00021"}, odd)
    ((letter, told),) = letters(account)
    assert (letter, told["organisation"]) == ("results_delivered", "国家开放大学")
    assert (told["stored"], told["submitted"]) == (2, 1)
    bring("courses", issuer, row)
    assert len(letters(account)) == 1


def test_what_is_stored_is_not_edited_its_learner_is_told_and_the_institution_sees_no_difference(
    issuer, bring, somebody
):
    account, who = somebody()
    rows = [a_course(**who), a_course()]
    bring("courses", issuer, *rows)
    before = Outcome.objects.values().get()
    corrected = [row | {"成绩": "95"} for row in rows]
    run = bring("courses", issuer, *corrected)
    assert statuses(run) == [(2, "review", "changed"), (3, "review", "changed")]
    assert sheets.reasons(run, 2)[-1] == sheets.reasons(run, 3)[-1]
    assert Outcome.objects.values().get() == before
    assert [letter for letter, _told in letters(account)] == ["results_delivered", "result_differs"]
    assert changes(bring("courses", issuer, *corrected)) == {"unchanged": 2}


def test_what_was_changed_behind_the_bank_s_back_stays_where_it_is(
    issuer, bring, an_enrolment, a_learner
):
    enrolment = an_enrolment()
    bring("courses", issuer, a_course(身份证号=enrolment.number, 姓名=enrolment.name))
    row = DeliveredResult.objects.get()
    row.unclaimed = row.unclaimed.replace('"score": "85"', '"score": "99"')
    row.save()
    account = a_learner(enrolment=enrolment)
    assert attachments.attach(Account.objects.filter(pk=account.pk)) == 0
    assert not stages()


def test_results_are_for_officers_of_issuing_institutions_and_registers_for_administrators(
    gansu, issuer, staff
):
    officer = staff(Role.INSTITUTION_OFFICER, issuer)
    results = ["courses", "transfers", "certificates"]
    seat = Appointment.objects.select_related("organisation").get(user=officer)
    assert permits.kinds(seat) == results
    appointments.appoint(
        officer, role=Role.INSTITUTION_OFFICER, organisation=gansu.branch, by=SYSTEM
    )
    assert permits.kinds(officer.appointments.get(organisation=gansu.branch)) == []
    of_classes = staff(Role.OFFICER, gansu.branch).appointments.get()
    assert permits.kinds(of_classes) == ["class"]
    admin = staff(Role.PROVINCE_ADMIN, gansu.province)
    assert permits.kinds(admin.appointments.get()) == ["register", "class"]
    assert not permits.may_bring(admin.appointments.get(), "courses")
    assert not permits.may_bring(seat, "people")
    auditor = staff(Role.AUDITOR, gansu.root).appointments.get()
    assert (permits.kinds(auditor), len(permits.shown(auditor))) == ([], 5)
    assert permits.shown(seat) == results


def test_a_batch_of_people_costs_a_few_queries_each(
    issuer, bring, somebody, django_assert_max_num_queries
):
    people = [somebody()[1] for _each in range(5)]
    courses = [{"课程名称": f"课程{n}", "课程代码": f"{n:05d}"} for n in range(8)]
    rows = [a_course(**who) | course for who in people for course in courses]
    bring("courses", issuer, *rows, attach=False)
    with django_assert_max_num_queries(50):
        assert attachments.attach_all() == 40
    assert stages() == ["stored"] * 40
