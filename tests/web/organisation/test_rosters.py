"""The pages of rosters: bringing a file, looking at the dry run, correcting columns, confirming."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creditbank.bank import clock
from creditbank.bank.access.models import Disclosure
from creditbank.bank.desk import carriers, runs
from creditbank.bank.enrolments.models import Enrolment, StagedEnrolment
from creditbank.bank.imports.models import ColumnChoice, Progress, Run
from creditbank.bank.organisations.roles import Role
from tests.bank.enrolments.conftest import a_csv, a_row

pytestmark = pytest.mark.django_db
ROSTERS = "/work/rosters/"


@pytest.fixture
def admin(gansu, staff):
    return staff(Role.BRANCH_ADMIN, gansu.branch, name="管样")


@pytest.fixture
def desk(client, signed_in, admin):
    return signed_in(client, admin)


def upload(desk, *rows, name="名册.csv", place="620100", **options):
    """Bring a file through the page; answers its run, not yet checked."""
    told = {
        "file": SimpleUploadedFile(name, a_csv(*rows, **options)),
        "organisation": place,
        "kind": "register",
    }
    answer = desk.post(f"{ROSTERS}new/", told)
    assert answer.status_code == 302, answer.content.decode()
    return Run.objects.get(pk=answer["Location"].split("/")[3])


def checked(desk, *rows, **options):
    run = upload(desk, *rows, **options)
    carriers.check(run.pk)
    run.refresh_from_db()
    return run


def page(response):
    assert response.status_code == 200, response
    return response.content.decode()


def path_of(run, more=""):
    return f"{ROSTERS}{run.pk}/{more}"


def confirm(desk, run):
    return desk.post(path_of(run, "confirm/"), {"reading": str(run.staging)}, follow=True)


def test_a_file_is_brought_checked_confirmed_and_merged(desk, gansu):
    run = upload(desk, a_row(), a_row(层次=""))
    assert (run.stage, run.kind, run.organisation) == ("received", "register", gansu.branch)
    assert "等待检查" in page(desk.get(path_of(run)))
    carriers.check(run.pk)
    told = page(desk.get(path_of(run)))
    assert "新增 1 条，变更 0 条" in told
    assert "1 行不接收，不会导入" in told
    run.refresh_from_db()
    assert "已确认" in page(confirm(desk, run))
    carriers.merge(run.pk)
    told = page(desk.get(path_of(run)))
    assert "新增 1 条，变更 0 条，已全部写入" in told
    assert Enrolment.objects.count() == 1


def test_it_is_there_for_who_reaches_it_and_for_nobody_else(desk, gansu, signed_in, staff):
    run = checked(desk, a_row())
    above = signed_in(Client(), staff(Role.PROVINCE_ADMIN, gansu.province))
    assert "名册.csv" in page(above.get(ROSTERS))
    assert "名册.csv" in page(above.get(path_of(run)))
    for elsewhere in (gansu.second_branch, gansu.elsewhere_branch):
        sibling = signed_in(Client(), staff(Role.BRANCH_ADMIN, elsewhere))
        assert "名册.csv" not in page(sibling.get(ROSTERS))
        for more in ("", "columns/"):
            assert sibling.get(path_of(run, more)).status_code == 404
        for more in ("columns/", "confirm/", "cancel/", "forget/", "rejected/"):
            assert sibling.post(path_of(run, more), {"reading": run.staging}).status_code == 404
    run.refresh_from_db()
    assert run.stage == "checked"


def test_a_wrong_upload_says_what_to_do_and_what_was_typed_stays(desk):
    assert "请选择文件" in page(desk.post(f"{ROSTERS}new/", {"organisation": "620100"}))
    told = {"file": SimpleUploadedFile("名册.csv", b"a"), "organisation": "620500"}
    refused = page(desk.post(f"{ROSTERS}new/", told))
    assert "您的辖区内没有这个代码的机构" in refused
    assert 'value="620500"' in refused
    told = {"file": SimpleUploadedFile("名册.csv", b""), "organisation": "620100"}
    assert "文件是空的" in page(desk.post(f"{ROSTERS}new/", told))
    assert not Run.objects.exists()


def test_a_file_for_an_organisation_below_counts_for_that_one(desk, gansu):
    run = checked(desk, a_row(教学点代码="620102"), place="620101")
    assert run.organisation == gansu.centre
    assert run.rejected == 1


def test_who_forges_the_request_brings_nothing(gansu, admin, signed_in):
    client = signed_in(Client(enforce_csrf_checks=True), admin)
    told = {"file": SimpleUploadedFile("名册.csv", a_csv(a_row())), "organisation": "620100"}
    assert client.post(f"{ROSTERS}new/", told).status_code == 403
    form = page(client.get(f"{ROSTERS}new/"))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    told["file"].seek(0)
    assert client.post(f"{ROSTERS}new/", {**told, "csrfmiddlewaretoken": token}).status_code == 302


def test_while_it_is_checked_the_page_shows_how_far_it_is_and_asks_again(desk):
    run = upload(desk, a_row())
    Run.objects.filter(pk=run.pk).update(stage="checking")
    Progress.objects.filter(pk=run.pk).update(done=12345, known=50000)
    told = page(desk.get(path_of(run)))
    assert 'data-refresh="1000"' in told
    assert 'data-refresh-say="正在检查 20%"' in told
    assert 'max="100" value="24"' in told
    assert "12,345 行，约共 50,000 行" in told
    assert "取消导入" in told
    assert 'value="24"' in page(desk.get(ROSTERS))
    Run.objects.filter(pk=run.pk).update(stage="merging")
    told = page(desk.get(path_of(run)))
    assert "现在不能取消" in told
    assert "取消导入" not in told


def test_it_can_be_given_up_until_it_is_being_written(desk):
    run = checked(desk, a_row())
    told = page(desk.post(path_of(run, "cancel/"), follow=True))
    assert "已取消，什么也没有写入" in told
    other = checked(desk, a_row())
    Run.objects.filter(pk=other.pk).update(stage="merging")
    assert "已经有了变化" in page(desk.post(path_of(other, "cancel/"), follow=True))
    other.refresh_from_db()
    assert other.stage == "merging"


def test_of_two_who_confirm_one_wins_and_the_other_is_told(desk, gansu, signed_in, staff):
    run = checked(desk, a_row())
    other = signed_in(Client(), staff(Role.PROVINCE_ADMIN, gansu.province, name="省样"))
    assert "已经有了变化" not in page(confirm(desk, run))
    assert "已经有了变化" in page(confirm(other, run))
    run.refresh_from_db()
    assert (run.stage, run.confirmed_by_label) == ("confirmed", "管样")


def test_what_was_read_since_is_not_confirmed_unseen(desk, admin):
    run = checked(desk, a_row())
    seen = run.staging
    runs.recheck(run, {"major": ""}, by=admin)
    carriers.check(run.pk)
    answer = desk.post(path_of(run, "confirm/"), {"reading": str(seen)}, follow=True)
    assert "请看过最新的结果再确认" in page(answer)
    run.refresh_from_db()
    assert run.stage == "checked"


def test_what_the_bank_asks_again_says_why(desk):
    row = a_row()
    run = checked(desk, row)
    confirm(desk, run)
    other = checked(desk, row | {"专业": "法学"})
    confirm(desk, other)
    carriers.merge(other.pk)
    carriers.merge(run.pk)
    told = page(desk.get(path_of(run)))
    assert "请再确认一次" in told
    assert "新增 0 条，变更 1 条" in told
    run.refresh_from_db()
    confirm(desk, run)
    carriers.merge(run.pk)
    assert "变更 1 条，已全部写入" in page(desk.get(path_of(run)))


RENAMED = {"层次": "层级", "教学点代码": "点"}
RECOGNISED = {
    "student_number": "A",
    "name": "B",
    "document_kind": "C",
    "number": "D",
    "major": "G",
    "intake": "H",
    "status": "I",
    "email": "J",
    "mobile": "K",
}


def test_columns_that_were_not_recognised_are_told_and_remembered_for_the_next_time(desk):
    run = checked(desk, a_row(), names=RENAMED)
    told = page(desk.get(path_of(run)))
    assert "这个文件无法读取" in told
    assert "指定各列" in told
    form = page(desk.get(path_of(run, "columns/")))
    assert re.search(r'<option value="E">\s*E 点</option>', form)
    chosen = _selected(form)
    assert (chosen["name"], chosen["level"]) == ("B", "")
    answer = desk.post(
        path_of(run, "columns/"), {**chosen, "study_centre": "E", "level": "F"}, follow=True
    )
    assert "等待检查" in page(answer)
    carriers.check(run.pk)
    told = page(desk.get(path_of(run)))
    assert "E 点" in told
    assert "您更正过的列会为兰州分校记住" in told
    run.refresh_from_db()
    assert run.columns == {"study_centre": "E", "level": "F"}
    confirm(desk, run)

    again = checked(desk, a_row(), names=RENAMED)
    assert again.stage == "checked"
    assert "按兰州分校上次的选择读取" in page(desk.get(path_of(again)))
    desk.post(path_of(again, "forget/"))
    carriers.check(again.pk)
    again.refresh_from_db()
    assert (again.stage, ColumnChoice.objects.count()) == ("refused", 0)


def test_a_file_with_the_reasons_in_it_is_known_by_its_own_headings(desk):
    run = checked(desk, a_row(), a_row(入学学期=""), names=RENAMED)
    desk.post(path_of(run, "columns/"), {**RECOGNISED, "study_centre": "E", "level": "F"})
    carriers.check(run.pk)
    run.refresh_from_db()
    confirm(desk, run)
    carriers.merge(run.pk)
    rejected = b"".join(desk.post(path_of(run, "rejected/")).streaming_content)
    assert "不接收的原因".encode() in rejected
    told = {"file": SimpleUploadedFile("再来.csv", rejected), "organisation": "620100"}
    told["kind"] = "register"
    again = Run.objects.get(pk=desk.post(f"{ROSTERS}new/", told)["Location"].split("/")[3])
    carriers.check(again.pk)
    again.refresh_from_db()
    assert (again.stage, again.rejected) == ("checked", 1)


def _selected(form):
    """What each select of the page has chosen."""
    selects = re.findall(r'<select name="(\w+)"(.*?)</select>', form, re.DOTALL)
    return {name: re.search(r'value="(\w*)" selected', told)[1] for name, told in selects}


def test_one_column_is_not_two_fields_and_the_choice_stays_on_the_page(desk):
    run = checked(desk, a_row())
    answer = page(desk.post(path_of(run, "columns/"), {"name": "B", "major": "B", "number": "D"}))
    assert answer.count("同一列只能用于一项") >= 2
    assert _selected(answer)["major"] == "B"
    assert "请重新选择" in page(desk.post(path_of(run, "columns/"), {"name": "ZZ"}))
    run.refresh_from_db()
    assert run.stage == "checked"


def test_the_columns_of_a_run_under_way_stay_as_they_are(desk):
    run = upload(desk, a_row())
    assert desk.get(path_of(run, "columns/")).status_code == 302
    assert desk.post(path_of(run, "columns/"), {"name": "B"}).status_code == 302


def test_rows_are_shown_by_what_became_of_them_and_numbers_are_masked(desk):
    fine, odd = a_row(姓名="好样"), a_row(姓名="坏样", 层次="")
    junk = a_row(姓名="乱样", 证件号码="6.5E+17")
    run = checked(desk, fine, odd, junk)
    first = page(desk.get(path_of(run)))
    assert "坏样" in first
    assert "好样" not in first
    assert "6.5E+17" in first
    everything = page(desk.get(path_of(run, "?show=all")))
    for row in (fine, odd):
        assert row["姓名"] in everything
        assert row["证件号码"] not in everything
        assert row["证件号码"][-4:] in everything
    new = page(desk.get(path_of(run, "?show=new")))
    assert "好样" in new
    assert "坏样" not in new
    assert "坏样" in page(desk.get(path_of(run, "?show=nonsense&from=x")))


def test_a_changed_row_says_in_what(desk):
    row = a_row()
    run = checked(desk, row)
    confirm(desk, run)
    carriers.merge(run.pk)
    run = checked(desk, row | {"专业": "法学"})
    told = page(desk.get(path_of(run, "?show=changed")))
    assert re.search(r"变更的项：\s*专业", told)


def test_a_hundred_thousand_rows_are_looked_at_page_by_page_at_the_same_cost(desk):
    run = checked(desk, a_row())
    _stage_many(run, 100_000)
    page(desk.get(path_of(run)))
    with CaptureQueriesContext(connection) as few:
        page(desk.get(path_of(run, "?show=all")))
    with CaptureQueriesContext(connection) as many:
        told = page(desk.get(path_of(run, "?show=reject&from=90001")))
    assert len(many) == len(few) <= 10
    lines = [int(found) for found in re.findall(r'<th scope="row" class="num nowrap">(\d+)', told)]
    assert lines == list(range(90002, 90102, 2))
    following = re.search(r'rel="next" href="([^"]+)"', told)[1].replace("&amp;", "&")
    assert following == "?show=reject&from=90102#rows"
    plan = runs.rows(run, status="reject").filter(line__gte=90001)[:51].explain()
    assert "staged_status" in plan
    assert "Sort" not in plan


def _stage_many(run, rows):
    """Rows of a sheet in SQL, every second one rejected."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {StagedEnrolment._meta.db_table} (staging, line, status, change, differences,
                student_number, document_kind, programme, major, level, intake, foreign_language,
                enrolment_status)
            SELECT %s, n, CASE n %% 2 WHEN 0 THEN 'reject' ELSE 'accept' END, '', '',
                '', '', '', '', '', '', '', ''
            FROM generate_series(3, %s) n
            """,
            [run.staging, rows],
        )
        cursor.execute(f"ANALYZE {StagedEnrolment._meta.db_table}")
    counts = {"accept": rows // 2, "reject": rows // 2}
    Run.objects.filter(pk=run.pk).update(counts=counts)


def test_the_list_goes_on_page_by_page_and_costs_no_more_for_more(desk, monkeypatch):
    monkeypatch.setattr("creditbank.web.organisation.rosters.PAGE", 3)
    with clock.frozen(clock.now()):
        brought = {str(upload(desk, a_row()).pk) for _time in range(7)}
    seen, path = [], ROSTERS
    while path:
        with CaptureQueriesContext(connection) as queries:
            told = page(desk.get(path))
        assert len(queries) <= 8
        seen += re.findall(r'href="/work/rosters/([\w-]{36})/"', told)
        following = re.search(r'rel="next" href="([^"]+)"', told)
        path = ROSTERS + following[1].replace("&amp;", "&") if following else ""
    assert (len(seen), set(seen)) == (7, brought)
    assert page(desk.get(f"{ROSTERS}?before=nonsense"))


def test_the_rejected_rows_are_taken_home_by_who_may_and_that_is_written_down(
    desk, gansu, signed_in, staff, admin
):
    odd = a_row(姓名="坏样", 层次="")
    run = checked(desk, a_row(), odd)
    answer = desk.post(path_of(run, "rejected/"))
    told = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert odd["证件号码"] in told
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert int(answer["Content-Length"]) == len(told.encode("utf-8-sig"))
    look = Disclosure.objects.get(what="roster_rejected")
    assert (look.actor_label, look.subject_id) == (admin.label, run.pk)
    auditor = signed_in(Client(), staff(Role.AUDITOR, gansu.province))
    assert "坏样" in page(auditor.get(path_of(run)))
    assert auditor.post(path_of(run, "rejected/")).status_code == 403


def test_what_is_no_roster_says_so_and_offers_another_try(desk):
    told = {"file": SimpleUploadedFile("名册.pdf", b"%PDF-1.7 x"), "organisation": "620100"}
    answer = desk.post(f"{ROSTERS}new/", told)
    run = Run.objects.get()
    carriers.check(run.pk)
    told = page(desk.get(answer["Location"]))
    assert "这不是电子表格" in told
    assert "重新上传" in told
    assert "指定各列" not in told


def test_rows_that_are_no_longer_kept_leave_the_figures(desk):
    run = checked(desk, a_row(), a_row(层次=""))
    StagedEnrolment.objects.all().delete()
    told = page(desk.get(path_of(run)))
    assert "逐行结果已不再保存" in told
    assert "1 行不接收" in told


def test_who_waits_for_a_confirmation_is_counted_on_the_first_page(desk):
    checked(desk, a_row())
    assert re.search(r"名册导入 <span class=\"count\">1</span>", page(desk.get("/work/")))


def test_only_a_roster_may_be_large_and_nothing_of_it_is_read_before_the_gate(client):
    def sent(path, megabytes):
        return client.post(path, CONTENT_LENGTH=str(megabytes * 1024 * 1024))

    assert sent(f"{ROSTERS}new/", 790)["Location"].startswith("/login")
    assert sent(f"{ROSTERS}new/", 801).status_code == 400
    assert sent("/work/staff/new/", 111).status_code == 400
