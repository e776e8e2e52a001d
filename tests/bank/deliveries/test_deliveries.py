"""A delivery comes in by a run: matched, put together, kept; twice changes nothing."""

import time

import pytest
from django.db import connection

from creditbank.bank.deliveries import rows as rows_
from creditbank.bank.deliveries.models import DeliveredResult
from creditbank.bank.history import seals
from creditbank.bank.history.models import Event
from creditbank.bank.outcomes.models import Outcome
from tests.bank.deliveries import sheets
from tests.bank.deliveries.sheets import a_certificate, a_course, a_transfer, changes, statuses

pytestmark = pytest.mark.django_db
MAKERS = {"courses": a_course, "transfers": a_transfer, "certificates": a_certificate}


@pytest.mark.parametrize("kind", MAKERS)
def test_twice_changes_nothing(issuer, bring, kind):
    rows = [MAKERS[kind](), MAKERS[kind]()]
    assert changes(bring(kind, issuer, *rows)) == {"new": 2}
    before = list(DeliveredResult.objects.order_by("id").values())
    assert changes(bring(kind, issuer, *rows)) == {"unchanged": 2}
    assert list(DeliveredResult.objects.order_by("id").values()) == before


@pytest.mark.parametrize("kind", MAKERS)
def test_what_waits_is_there_sealed_and_no_word_of_it_in_the_history(issuer, bring, kind):
    row = MAKERS[kind]()
    bring(kind, issuer, row)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(r)::text FROM bank_deliveredresult r")
        stored = cursor.fetchone()[0]
    assert not any(value in stored for value in row.values() if len(value) > 3)
    (event,) = Event.objects.filter(subject="bank_deliveredresult")
    assert (event.operation, event.verb) == ("insert", "deliveries.merging.merge")
    assert event.actor_label == sheets.OFFICER.actor_label
    assert "unclaimed" not in event.after
    assert "row_digest" in event.after
    assert not list(seals.verify())


def test_of_one_course_the_best_mark_counts_wherever_it_stands(issuer, bring):
    first = a_course(成绩="85")
    run = bring("courses", issuer, first, first | {"成绩": "91"}, first | {"成绩": "良好"})
    assert statuses(run) == [(2, "ignore", ""), (3, "accept", "new"), (4, "ignore", "")]
    assert "第 3 行" in sheets.reasons(run, 2)[-1]
    assert DeliveredResult.objects.get().unclaimed.count('"score": "91"') == 1


def test_a_course_of_two_levels_is_two_results(issuer, bring):
    first = a_course()
    assert changes(bring("courses", issuer, first, first | {"层次代码": "专科"})) == {"new": 2}


def test_rows_of_one_certificate_are_one_result_with_all_its_courses(issuer, bring):
    first = a_certificate()
    second = first | {"转换课程名称": "另一课程", "转换课程代码": "00052"}
    run = bring("certificates", issuer, first, second, first)
    assert statuses(run) == [(2, "accept", "new"), (3, "accept", ""), (4, "ignore", "")]
    assert sheets.reasons(run, 3) == ["与第 2 行合为一项成果。"]
    told = DeliveredResult.objects.get().unclaimed
    assert [told.count("管理系统中计算机应用"), told.count("另一课程")] == [1, 1]
    assert changes(bring("certificates", issuer, first, second, first)) == {"unchanged": 1}


def test_a_course_of_another_school_may_become_several(issuer, bring):
    first = a_transfer()
    second = first | {"转换后课程名称": "线性代数", "转换后课程代码": "00021"}
    assert changes(bring("transfers", issuer, first, second)) == {"new": 1}
    assert "线性代数" in DeliveredResult.objects.get().unclaimed


def test_rows_of_one_certificate_that_differ_are_to_be_looked_at(issuer, bring):
    first = a_certificate()
    run = bring("certificates", issuer, first, first | {"成绩": "90"})
    assert statuses(run) == [(2, "accept", "new"), (3, "review", "")]
    assert DeliveredResult.objects.get().to_check


def test_a_number_with_two_names_is_refused_the_second_time(issuer, bring):
    first = a_course()
    other = first | {"姓名": "王示例", "课程名称": "线性代数", "课程代码": "00021"}
    run = bring("courses", issuer, first, other)
    assert statuses(run) == [(2, "accept", "new"), (3, "reject", "")]


def test_a_corrected_mark_corrects_what_waits_and_says_so_before(issuer, bring):
    row = a_course()
    bring("courses", issuer, row)
    run = bring("courses", issuer, row | {"成绩": "95"})
    assert statuses(run) == [(2, "review", "changed")]
    assert "以前送来过，内容不同" in sheets.reasons(run, 2)[-1]
    held = DeliveredResult.objects.get()
    assert '"score": "95"' in held.unclaimed
    assert held.run == run
    assert Event.objects.of(held).last().operation == "update"


def test_what_another_institution_delivers_is_its_own(gansu, issuer, bring):
    other = sheets.an_issuer(gansu, "GZU", "示例大学")
    row = a_course()
    bring("courses", issuer, row)
    assert changes(bring("courses", other, row | {"成绩": "95"})) == {"new": 1}
    assert {one.organisation for one in DeliveredResult.objects.all()} == {issuer, other}


def test_what_does_not_fit_the_catalogue_is_to_be_looked_at(issuer, bring):
    odd = {
        "没有这个等级": {"证书等级": "九级"},
        "由教育部教育考试院颁发": {"发证机构": "示例公司"},
        "几种证书": {"证书名称": "计算机二级"},
        "颁发期间": {"证书名称": "全国计算机等级考试二级QBASIC", "获证年月": "2010-09"},
        "记分范围": {"成绩": "425"},
    }
    run = bring("certificates", issuer, *(a_certificate(**changed) for changed in odd.values()))
    assert {told[1:] for told in statuses(run)} == {("review", "new")}
    for line, why in enumerate(odd, start=2):
        (said,) = sheets.reasons(run, line)
        assert why in said


def test_a_certificate_is_found_by_name_alias_code_and_level(issuer, bring):
    called = [
        ({}, "NCRE-24"),
        ({"证书名称": "NCRE二级C"}, "NCRE-24"),
        ({"证书名称": "全国计算机等级考试二级C++"}, "NCRE-61"),
        ({"证书名称": "ncre-24"}, "NCRE-24"),
        ({"证书名称": "全国计算机等级考试", "证书等级": "二级C"}, "NCRE-24"),
        ({"证书名称": "大学英语四级", "证书等级": "", "成绩": "480"}, "CET-4"),
        ({"证书名称": "国家职业资格证书", "证书等级": "三级", "成绩": ""}, "VQ"),
        ({"证书名称": "国家职业资格证书", "证书等级": "高级工", "成绩": ""}, "VQ"),
    ]
    rows = [a_certificate(**{"发证机构": "", **changed}) for changed, _code in called]
    run = bring("certificates", issuer, *rows)
    found = [rows_.opened(one.unclaimed) for one in DeliveredResult.objects.order_by("id")]
    assert sorted(one.entry for one in found) == sorted(code for _changed, code in called), [
        *map(str, statuses(run))
    ]
    assert {one.level for one in found if one.entry == "VQ"} == {"3"}


def test_an_unlisted_certificate_needs_an_issuer_and_keeps_its_kind(issuer, bring):
    row = a_certificate(证书名称="示例技能证书", 证书类型="岗位技能培训证书", 证书等级="")
    run = bring("certificates", issuer, row, row | {"发证机构": ""})
    told = DeliveredResult.objects.get().unclaimed
    assert ['"kind": "job_skill_training"' in told, '"entry": ""' in told] == [True, True]
    assert statuses(run) == [(2, "accept", "new"), (3, "reject", "")]
    assert sheets.reasons(run, 3) == ["G3：发证机构没有填写。"]


def test_nothing_becomes_an_outcome_of_who_has_no_account(issuer, bring):
    bring("courses", issuer, a_course())
    assert not Outcome.objects.exists()
    assert DeliveredResult.objects.get().outcome is None


def test_a_sheet_of_two_thousand_rows_costs_a_few_queries(
    issuer, bring, django_assert_max_num_queries
):
    rows = [a_course() for _each in range(2000)]
    for row in rows[::2]:
        row["成绩"] = "70"
    for expected in ({"new": 2000}, {"unchanged": 2000}):
        with django_assert_max_num_queries(80):
            assert changes(bring("courses", issuer, *rows, attach=False)) == expected


@pytest.mark.trial
def test_fifty_thousand_rows_are_less_than_a_minute_of_work(issuer, bring, somebody):
    people = [somebody()[1] for _each in range(50)]
    courses = [{"课程名称": f"课程{n}", "课程代码": f"{n:05d}"} for n in range(100)]
    rows = [a_course(**who) | course for who in people for course in courses]
    rows += [a_course() for _each in range(45_000)]
    began = time.process_time()  # beside the database, and whatever else the machine does
    assert changes(bring("courses", issuer, *rows)) == {"new": 50_000}
    assert Outcome.objects.count() == 5_000
    assert time.process_time() - began < 60
