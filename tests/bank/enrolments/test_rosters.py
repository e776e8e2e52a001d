"""A register comes in whole or not at all, and twice is as once."""

import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from creditbank.bank.desk import carriers, engines
from creditbank.bank.enrolments import register
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.history import Someone
from creditbank.bank.history.models import Event
from creditbank.bank.identity import read
from creditbank.bank.imports.models import Run
from creditbank.bank.imports.stages import Change
from creditbank.bank.organisations.models import Organisation
from creditbank.cli.demo import enrolments, loading, places
from tests.bank.enrolments.conftest import a_row

pytestmark = pytest.mark.django_db
ADMIN = Someone("9", "Wang of the province")
SAMPLE = Path(__file__).parents[2] / "data" / "register_sample.csv"


def bring(path, organisation, **options):
    return carriers.bring_in(path, organisation=organisation, by=ADMIN, **options)


def changes(run):
    """How many rows a run changed, and in which way."""
    assert run.stage == "merged"
    return {name: run.counts[name] for name in run.counts if name in {*Change}}


def statuses(run):
    return [row.status for row in engines.rows(run)]


def test_the_sample_register_comes_into_gansu_completely_and_twice_is_as_once(db):
    loading._organisations()
    gansu = Organisation.objects.get(code="620000")
    assert changes(bring(SAMPLE, gansu)) == {"new": 241}
    assert Enrolment.objects.count() == 241
    events = Event.objects.filter(subject="bank_enrolment")
    assert changes(bring(SAMPLE, gansu)) == {"unchanged": 241}
    assert not events.exists()
    run = Run.objects.order_by("id").last()
    assert (run.stage, run.by_label) == ("merged", ADMIN.actor_label)
    assert run.counts == {"accept": 241, "unchanged": 241}


def test_what_a_row_says_is_there_sealed_and_found_by_the_number(gansu, sheet):
    row = a_row(公共外语="日语")
    bring(sheet(row, columns=[*row]), gansu.province)
    found = register.leading(register.fingerprint_of(read(row["证件号码"])))
    assert (found.name, found.number, found.email) == ("李示例", row["证件号码"], row["电子邮箱"])
    assert (found.study_centre, found.province) == (gansu.centre, gansu.province)
    assert (found.status, found.intake, found.foreign_language) == ("studying", "2024秋", "日语")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e)::text FROM bank_enrolment e")
        stored = cursor.fetchone()[0]
    assert row["证件号码"] not in stored
    assert row["姓名"] not in stored


def test_a_student_who_moved_is_changed_and_stays_the_same_enrolment(gansu, sheet):
    row = a_row()
    bring(sheet(row), gansu.province)
    before = Enrolment.objects.get()
    assert changes(bring(sheet(row | {"教学点代码": "620501"}), gansu.province)) == {"changed": 1}
    after = Enrolment.objects.get()
    assert (after.pk, after.study_centre) == (before.pk, gansu.far_centre)
    event = Event.objects.of(after).last()
    assert (event.operation, event.verb, event.actor_label) == (
        "update",
        "enrolments.merging.merge",
        ADMIN.actor_label,
    )
    # Sealed values that stayed the same are not sealed anew: the history names what changed.
    assert set(event.after) == {"study_centre_id", "row_digest", "run_id"}


def test_a_status_ends_an_enrolment_and_a_missing_row_ends_nothing(gansu, sheet):
    first, second = a_row(), a_row()
    bring(sheet(first, second), gansu.province)
    run = bring(sheet(first | {"学籍状态": "毕业"}), gansu.province)
    assert changes(run) == {"changed": 1}
    statuses = Enrolment.objects.values_list("student_number", "status")
    assert dict(statuses) == {first["学号"]: "graduated", second["学号"]: "studying"}


def test_one_rejected_row_keeps_all_from_being_written(gansu, sheet):
    run = bring(sheet(a_row(), a_row(层次="")), gansu.province)
    assert run.stage == "cancelled"
    assert statuses(run) == ["accept", "reject"]
    assert not Enrolment.objects.exists()


def test_the_rest_is_written_where_that_is_asked_for(gansu, sheet):
    run = bring(sheet(a_row(), a_row(层次="")), gansu.province, accept_rest=True)
    assert changes(run) == {"new": 1}
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("code", ["440601", "999999"])
def test_a_row_elsewhere_is_refused_in_the_words_of_one_that_is_nowhere(gansu, sheet, code):
    run = bring(sheet(a_row(), a_row(教学点代码=code)), gansu.province)
    (refused,) = engines.rows(run, status="reject")
    assert refused.reasons == [f"教学点代码 {code} 不在本机构范围内。"]
    assert (refused.line, len(statuses(run))) == (3, 2)
    assert not Enrolment.objects.exists()


def test_a_branch_brings_in_its_own_and_not_its_sibling_s(gansu, sheet):
    assert changes(bring(sheet(a_row()), gansu.branch)) == {"new": 1}
    assert bring(sheet(a_row(教学点代码="620501")), gansu.branch).rejected == 1


def test_a_person_with_two_programmes_has_two_enrolments(gansu, sheet):
    row = a_row()
    other = row | {"学号": "1976000001", "层次": "专科", "入学学期": "2019秋", "学籍状态": "毕业"}
    assert changes(bring(sheet(row, other), gansu.province)) == {"new": 2}
    print_ = register.fingerprint_of(read(row["证件号码"]))
    assert [one.level for one in register.of_person(print_)] == ["本科", "专科"]


def test_without_student_numbers_person_level_and_intake_tell_enrolments_apart(gansu, sheet):
    row = a_row(学号="")
    other = row | {"入学学期": "2021春"}
    assert changes(bring(sheet(row, other), gansu.province)) == {"new": 2}
    assert changes(bring(sheet(row, other), gansu.province)) == {"unchanged": 2}


def test_of_two_rows_for_one_enrolment_the_later_one_counts_and_twice_is_as_once(gansu, sheet):
    row = a_row()
    path = sheet(row, row | {"专业": "法学"})
    run = bring(path, gansu.province)
    assert changes(run) == {"new": 1}
    assert statuses(run) == ["ignore", "accept_warn"]
    assert Enrolment.objects.get().major == "法学"
    assert changes(bring(path, gansu.province)) == {"unchanged": 1}


def test_the_same_student_number_in_another_province_is_another_student(gansu, sheet):
    row = a_row()
    bring(sheet(row), gansu.province)
    other = a_row(学号=row["学号"], 教学点代码="440601")
    assert changes(bring(sheet(other), gansu.elsewhere)) == {"new": 1}


def test_an_account_keeps_its_address_whatever_a_register_says(gansu, sheet, a_learner):
    row = a_row()
    bring(sheet(row), gansu.province)
    account = a_learner(enrolment=Enrolment.objects.get())
    bring(sheet(row | {"电子邮箱": "new@example.org"}), gansu.province)
    account.user.refresh_from_db()
    assert account.user.email == row["电子邮箱"]


def test_every_row_is_told_twice_to_who_watches(gansu, sheet):
    heard = []
    path = sheet(a_row(), a_row())
    bring(path, gansu.province, tick=heard.append)
    assert sum(heard) == 4


def test_a_batch_of_two_thousand_rows_costs_a_few_queries(
    db, tmp_path, django_assert_max_num_queries
):
    loading._organisations()
    gansu = Organisation.objects.get(code="620000")
    path = tmp_path / "register.csv"
    rows = list(enrolments.rows(1, 2100, places.study_centres("62")))
    for told, expected in (
        ({}, {"new": 2100}),
        ({}, {"unchanged": 2100}),
        ({"专业": "示例学"}, {"changed": 2100}),
    ):
        loading._sheet(path, [row | told for row in rows])
        with django_assert_max_num_queries(80):
            assert changes(bring(path, gansu)) == expected


@pytest.mark.django_db(transaction=True)
def test_two_imports_that_concern_one_province_wait_for_each_other(gansu, sheet):
    path = sheet(*[a_row() for _each in range(20)])
    told = []

    def second():
        told.append(changes(bring(path, gansu.branch)))
        connection.close()

    with transaction.atomic():
        assert changes(bring(path, gansu.province)) == {"new": 20}
        other = threading.Thread(target=second)
        other.start()
        other.join(0.5)
        assert not told
    other.join(20)
    assert told == [{"unchanged": 20}]
    assert Enrolment.objects.count() == 20
