"""A run from receiving to merged: what is promised at each step, and what undoes it."""

import datetime as dt
import random

import pytest
from django.db import connection

from creditbank.bank import clock
from creditbank.bank.accounts import routing
from creditbank.bank.accounts.models import Account
from creditbank.bank.desk import carriers, engines, runs, tasks
from creditbank.bank.enrolments.models import Enrolment, StagedEnrolment
from creditbank.bank.history.models import Event
from creditbank.bank.imports.models import ColumnChoice, Run
from creditbank.bank.refusals import Refused
from creditbank.config import timetable
from tests.bank.enrolments.conftest import COLUMNS, a_row
from tests.bank.imports.conftest import ADMIN, csv_of, three_rows
from tests.bank.sheets import made
from tests.bank.sheets.test_hostile import a_sheet_of, an_extent, entities

pytestmark = pytest.mark.django_db


def told(run, **which):
    return [(row.line, row.status, row.change) for row in engines.rows(run, **which)]


def merged(run):
    runs.confirm(run, by=ADMIN)
    carriers.merge(run.pk)
    run.refresh_from_db()
    return run


def waiting(task):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'run_id' FROM procrastinate_jobs WHERE task_name = %s", [task]
        )
        return [row[0] for row in cursor.fetchall()]


def test_a_received_file_is_kept_sealed_and_waits_for_a_job(received):
    row = a_row()
    run = received(csv_of(row), "名册 王.csv")
    assert (run.stage, run.file_name, run.file.kind) == ("received", "名册 王.csv", "whole")
    assert waiting("desk.check_roster") == [str(run.pk)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(r)::text FROM bank_run r")
        assert "王" not in cursor.fetchone()[0]


def test_the_dry_run_says_of_each_row_what_becomes_of_it_and_writes_nothing(checked):
    run = checked(csv_of(*three_rows()))
    assert run.stage == "checked"
    assert told(run) == [(2, "accept", "new"), (3, "accept_normalised", "new"), (4, "reject", "")]
    assert told(run, status="reject") == [(4, "reject", "")]
    assert told(run, change="new") == told(run)[:2]
    assert run.counts == {"accept": 1, "accept_normalised": 1, "reject": 1, "new": 2}
    assert not Enrolment.objects.exists()


def test_a_row_of_the_dry_run_shows_who_and_why(checked):
    row = a_row(层次="")
    (staged,) = engines.rows(checked(csv_of(row)))
    assert (staged.told_name, staged.told_number) == (row["姓名"], row["证件号码"])
    assert staged.reasons == ["F2：层次没有填写。"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(s)::text FROM bank_stagedenrolment s")
        stored = cursor.fetchone()[0]
    assert row["证件号码"] not in stored
    assert "层次" not in stored


def test_confirming_merges_what_was_taken_and_leaves_the_rest_out(checked):
    run = merged(checked(csv_of(*three_rows())))
    assert (run.stage, Enrolment.objects.count()) == ("merged", 2)
    assert run.confirmed_by_label == ADMIN.actor_label
    assert set(Enrolment.objects.values_list("run", flat=True)) == {run.pk}
    assert [event.verb for event in Event.objects.of(run)] == [
        "imports.runs.receive",
        "imports.checking.begin",
        "imports.checking.answer",
        "imports.runs.confirm",
        "imports.merging.begin",
        "imports.merging._finish",
    ]


def test_a_job_that_runs_twice_changes_nothing_more(checked):
    run = merged(checked(csv_of(a_row())))
    carriers.merge(run.pk)
    carriers.check(run.pk)
    run.refresh_from_db()
    assert (run.stage, Enrolment.objects.count()) == ("merged", 1)


def test_a_changed_row_says_in_which_columns(checked, a_learner):
    row = a_row()
    merged(checked(csv_of(row)))
    other = row | {"姓名": "王示例", "专业": "法学", "教学点代码": "620501"}
    run = checked(csv_of(other, a_row()))
    changed, new = engines.rows(run)
    assert (changed.change, new.change) == ("changed", "new")
    assert changed.shown_differences == ["name", "major", "study_centre"]
    merged(run)
    held = Enrolment.objects.get(student_number=row["学号"])
    assert (held.name, held.major, held.study_centre.code) == ("王示例", "法学", "620501")


def test_another_document_under_a_known_student_number_is_to_be_looked_at(checked):
    row = a_row()
    merged(checked(csv_of(row)))
    (staged,) = engines.rows(checked(csv_of(a_row(学号=row["学号"]))))
    assert (staged.status, staged.differences) == ("review", "email number")


def test_what_a_sheet_has_no_column_for_stays_as_it_is(checked):
    row = a_row(学籍状态="毕业")
    merged(checked(csv_of(row)))
    few = [name for name in COLUMNS if name not in {"学籍状态", "电子邮箱", "专业"}]
    run = checked(csv_of(row, columns=few))
    assert told(run) == [(2, "accept", "unchanged")]
    run = merged(checked(csv_of(row | {"层次": "专科"}, columns=few)))
    held = Enrolment.objects.get()
    assert (held.level, held.status, held.major) == ("专科", "graduated", row["专业"])
    assert held.email == row["电子邮箱"]


def test_a_run_can_be_cancelled_until_it_is_merged(checked, received):
    for run in (received(csv_of(a_row())), checked(csv_of(a_row()))):
        runs.cancel(run, by=ADMIN)
        run.refresh_from_db()
        assert (run.stage, run.file.is_erased) == ("cancelled", True)
        carriers.check(run.pk)
        carriers.merge(run.pk)
        run.refresh_from_db()
        assert run.stage == "cancelled"
    run = merged(checked(csv_of(a_row())))
    with pytest.raises(Refused, match="刚才"):
        runs.cancel(run, by=ADMIN)


def test_a_check_whose_run_is_cancelled_meanwhile_answers_nothing(received, monkeypatch):
    run = received(csv_of(a_row()))
    kind = engines.engine("register")

    def compare_and_cancel(checking):
        runs.cancel(Run.objects.get(pk=checking.pk), by=ADMIN)

    monkeypatch.setitem(engines.ENGINES, "register", _with(kind, compare=compare_and_cancel))
    carriers.check(run.pk)
    run.refresh_from_db()
    assert (run.stage, run.counts) == ("cancelled", {})


def _with(kind, **changes):
    from dataclasses import replace

    return replace(kind, **changes)


def test_nothing_taken_is_nothing_to_confirm(checked):
    with pytest.raises(Refused, match="没有一行"):
        runs.confirm(checked(csv_of(a_row(层次=""))), by=ADMIN)


def test_columns_can_be_corrected_and_are_remembered_for_the_same_headings(checked, gansu):
    columns = [name if name != "层次" else "类型" for name in COLUMNS]
    row = a_row()
    content = csv_of(row | {"类型": "本科"}, columns=columns)
    run = checked(content)
    assert (run.stage, "层次" in run.refusal) == ("refused", True)
    assert run.layout["headings"][5] == "类型"
    runs.recheck(run, {"level": "F"}, by=ADMIN)
    carriers.check(run.pk)
    run.refresh_from_db()
    assert (run.stage, run.refusal) == ("checked", "")
    merged(run)
    again = checked(content)
    assert (again.stage, again.columns) == ("checked", {"level": "F"})
    elsewhere = checked(content, organisation=gansu.branch)
    assert elsewhere.stage == "refused"
    assert ColumnChoice.objects.count() == 1


@pytest.mark.parametrize("content", [b"", None])
def test_a_file_that_is_none_is_refused(received, checked, content):
    if content == b"":
        with pytest.raises(Refused, match="空的"):
            received(content)
        return
    run = checked("什么,都没有\n1,2\n".encode())
    assert (run.stage, "找不到表头" in run.refusal) == ("refused", True)


@pytest.mark.parametrize(
    "make",
    [
        lambda: made.packed({"S": a_sheet_of(400)}),
        lambda: an_extent("XFD"),
        lambda: entities('<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ],
    ids=["400 MB", "a billion cells", "an entity"],
)
def test_a_hostile_workbook_is_a_sentence(checked, make):
    run = checked(make(), "register.xlsx")
    assert (run.stage, run.refusal[-1]) == ("refused", "。")
    assert not StagedEnrolment.objects.exists()


def test_a_formula_is_no_name(checked):
    row = a_row(姓名=("formula", "=cmd|' /C calc'!A0"))
    run = checked(made.xlsx([*row], [*row.values()]), "register.xlsx")
    assert told(run) == [(2, "reject", "")]


def test_rows_that_are_lost_are_read_again_and_merged_as_they_were_confirmed(checked):
    run = checked(csv_of(*three_rows()))
    runs.confirm(run, by=ADMIN)
    StagedEnrolment.objects.all().delete()  # what a crash of the database does
    carriers.merge(run.pk)
    run.refresh_from_db()
    assert (run.stage, Enrolment.objects.count()) == ("merged", 2)
    assert len(told(run)) == 3


def test_rows_that_were_tampered_with_are_read_again(checked):
    run = checked(csv_of(a_row(), a_row()))
    runs.confirm(run, by=ADMIN)
    StagedEnrolment.objects.filter(line=3).update(row_digest=b"other")
    carriers.merge(run.pk)
    assert Enrolment.objects.count() == 2
    assert not Enrolment.objects.filter(row_digest=b"other").exists()


def test_what_would_do_more_than_was_confirmed_is_asked_again(checked):
    row = a_row()
    first, second = checked(csv_of(row)), checked(csv_of(row | {"专业": "法学"}))
    merged(first)
    run = merged(second)  # it was to be new, and would change what the first one brought
    assert (run.stage, run.counts["changed"]) == ("checked", 1)
    assert Enrolment.objects.get().major == row["专业"]
    assert merged(run).stage == "merged"
    assert Enrolment.objects.get().major == "法学"


def test_a_roster_that_came_twice_is_merged_once(checked):
    content = csv_of(a_row(), a_row())
    first, second = checked(content), checked(content)
    merged(first)
    assert merged(second).counts["unchanged"] == 2
    assert Enrolment.objects.count() == 2


def test_a_study_centre_that_leaves_the_province_is_not_written_to(checked, gansu):
    from creditbank.bank.organisations import trees

    run = checked(csv_of(a_row()))
    trees.move(gansu.branch, to=gansu.elsewhere, by=ADMIN)
    run = merged(run)
    assert (run.stage, run.counts) == ("checked", {"reject": 1})
    assert not Enrolment.objects.exists()


def test_an_enrolment_meets_the_account_that_is_there_and_routes_it(checked, a_learner, gansu):
    row = a_row()
    merged(checked(csv_of(row)))
    learner = a_learner(enrolment=Enrolment.objects.get())
    later = a_row(证件号码=row["证件号码"], 入学学期="2025秋", 教学点代码="620501")
    merged(checked(csv_of(later)))
    learner = Account.objects.get(pk=learner.pk)
    assert routing.place_of(learner) == gansu.far_centre
    assert learner in routing.within(gansu.second_branch)
    assert learner.user.email == row["电子邮箱"]
    assert "accounts.attach_enrolments" in dict(timetable.TIMETABLE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'accounts.attach_enrolments'"
        )
        assert cursor.fetchone()[0] == 2


def test_reasons_are_told_in_the_language_of_who_brought_the_file(received):
    from django.utils import translation

    with translation.override("en"):
        run = received(csv_of(a_row(层次="")))
    carriers.check(run.pk)
    run.refresh_from_db()
    (row,) = engines.rows(run)
    assert row.reasons[0].isascii() or "level" in row.reasons[0].lower()


@pytest.mark.parametrize("seed", range(6))
def test_the_dry_run_says_of_every_row_what_the_check_says(checked, seed):
    """Rows that meet each other in every way; within one study centre both know the same."""
    rng = random.Random(seed)
    rows = [a_row() for _each in range(6)]
    for _each in range(60):
        one, other = rng.choice(rows), rng.choice(rows)
        column = rng.choice(["学号", "姓名", "专业", "证件号码", "层次", "入学学期"])
        value = {"姓名": "王示例", "层次": "", "入学学期": "2023春"}.get(column, other[column])
        rows.append(one | {column: value} if rng.random() < 0.8 else one)
    rows += [row | {"学号": ""} for row in rng.sample(rows, 10)]
    content = csv_of(*rows)
    expected = {
        one.line: (one.status, one.reasons) for one in made.verdicts(content, kind="register")
    }
    superseded = "以后一行为准"
    for row in engines.rows(checked(content)):
        status, reasons = expected[row.line]
        if row.reasons and superseded in row.reasons[-1]:
            assert (row.status, row.reasons[:-1]) == ("ignore", reasons)
        else:
            assert (row.status, row.reasons) == (status, reasons)


def test_of_an_enrolment_in_several_rows_only_the_last_is_merged(checked):
    row = a_row()
    run = merged(checked(csv_of(row, row | {"专业": "法学"}, row, row | {"专业": "英语"})))
    assert [status for _line, status, _change in told(run)] == [
        "ignore",
        "ignore",
        "ignore",
        "accept_warn",
    ]
    assert Enrolment.objects.get().major == "英语"


def test_within_a_province_a_student_number_is_one_person_s(checked):
    first, second = a_row(), a_row(教学点代码="620501")
    run = checked(csv_of(first, second | {"学号": first["学号"]}))
    assert told(run) == [(2, "accept", "new"), (3, "reject", "")]


def test_a_run_whose_job_was_lost_gets_another_one(received):
    run = received(csv_of(a_row()))
    later = clock.now() + dt.timedelta(minutes=20)
    with clock.frozen(later):
        tasks.rescue_rosters()
    assert waiting("desk.check_roster") == [str(run.pk)] * 2


def test_what_nobody_needs_any_more_is_swept(checked):
    forgotten, done = checked(csv_of(a_row())), merged(checked(csv_of(a_row())))
    given_up = checked(csv_of(a_row()))
    runs.cancel(given_up, by=ADMIN)
    with clock.frozen(clock.now() + dt.timedelta(hours=3)):
        tasks.sweep_rosters()
    assert (len(told(forgotten)), len(told(done)), len(told(given_up))) == (1, 1, 0)
    with clock.frozen(clock.now() + dt.timedelta(days=31)):
        tasks.sweep_rosters()
        for run in (forgotten, done):
            run.refresh_from_db()
            run.file.refresh_from_db()
    assert [forgotten.stage, done.stage] == ["cancelled", "merged"]
    assert forgotten.file.is_erased
    assert done.file.is_erased
    assert not engines.rows(done).exists()


def test_a_kind_that_nobody_brings_in_is_refused(gansu):
    from tests.bank.imports.conftest import named

    with pytest.raises(Refused, match="不能导入"):
        runs.receive(named(b"x"), kind="people", organisation=gansu.province, by=ADMIN)


def test_runs_are_listed_for_who_stands_above_them(checked, gansu):
    from creditbank.bank.imports.runs import of

    run = checked(csv_of(a_row()), organisation=gansu.branch)
    assert list(of(gansu.province)) == [run]
    assert not of(gansu.second_branch).exists()
