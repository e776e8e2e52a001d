"""An officer brings a class's roster in by the pages of rosters."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from creditbank.bank.classes.models import Invitation, TrainingClass
from creditbank.bank.desk import carriers
from creditbank.bank.imports.models import Run
from creditbank.bank.organisations.roles import Role
from tests.bank.classes.invited import HEAD, a_class, a_row
from tests.bank.sheets import made

pytestmark = pytest.mark.django_db
NEW = "/work/rosters/new/"


@pytest.fixture
def desk(client, signed_in, an_officer, gansu, agreement):
    return signed_in(client, an_officer(gansu.centre))


def page(response):
    assert response.status_code == 200, response
    return response.content.decode()


def upload(desk, *rows, name="焊工班.csv", **told):
    told["file"] = SimpleUploadedFile(name, made.csv(HEAD, *rows))
    answer = desk.post(NEW, {"organisation": "620101"} | told)
    assert answer.status_code == 302, answer.content.decode()
    return Run.objects.get(pk=answer["Location"].split("/")[3])


def test_an_officer_brings_a_class_in_and_comes_from_its_run_to_the_class_and_back(desk, gansu):
    form = page(desk.get(NEW))
    assert "培训班名称" in form
    assert "名册种类" not in form
    run = upload(desk, a_row(), a_row(姓名="坏样", 身份证号="1"), class_name="电工 春季班")
    assert (run.kind, run.options["class"]) == ("class", "电工 春季班")
    carriers.check(run.pk)
    path = f"/work/rosters/{run.pk}/"
    told = page(desk.get(path))
    for words in ("电工 春季班", "确认导入时新建", "新增 1 条", "1 行不接收", "坏样"):
        assert words in told
    run.refresh_from_db()
    desk.post(f"{path}confirm/", {"reading": str(run.staging)})
    carriers.merge(run.pk)
    one = TrainingClass.objects.get()
    assert f'href="/work/classes/{one.number}/"' in page(desk.get(path))
    assert f'href="{path}"' in page(desk.get(f"/work/classes/{one.number}/"))
    assert Invitation.objects.count() == 1


def test_from_a_class_another_roster_of_it_is_one_step_away(desk, gansu):
    one = a_class(gansu.centre, "电工班")
    link = f"{NEW}?class={one.number}"
    assert link in page(desk.get(f"/work/classes/{one.number}/"))
    form = page(desk.get(link))
    assert re.search(
        r'name="class_name"[^>]*value="电工班"|value="电工班"[^>]*name="class_name"', form
    )
    elsewhere = a_class(gansu.far_centre, "别处的班")
    assert "别处的班" not in page(desk.get(f"{NEW}?class={elsewhere.number}"))


def test_who_may_bring_in_several_kinds_chooses_or_leaves_it_to_the_columns(
    client, signed_in, staff, gansu, agreement
):
    desk = signed_in(client, staff(Role.BRANCH_ADMIN, gansu.branch))
    form = page(desk.get(NEW))
    assert re.findall(
        r'<option value="(\w*)"', form.split('name="kind"')[1].split("</select>")[0]
    ) == [
        "",
        "register",
        "class",
    ]
    run = upload(desk, a_row())
    carriers.check(run.pk)
    assert "焊工班" in page(desk.get(f"/work/rosters/{run.pk}/"))
    run.refresh_from_db()
    assert (run.kind, run.stage) == ("class", "checked")
    told = {"file": SimpleUploadedFile("a.csv", b"a"), "organisation": "620100", "kind": "courses"}
    assert desk.post(NEW, told).status_code == 200


def test_a_class_name_that_is_too_long_is_refused_and_stays(desk):
    told = {"file": SimpleUploadedFile("a.csv", b"a"), "organisation": "620101"}
    name = "很" * 121
    answer = page(desk.post(NEW, told | {"class_name": name}))
    assert name in answer
    assert not Run.objects.exists()


def test_an_officer_sees_no_register_and_who_may_bring_nothing_no_form(
    client, desk, signed_in, staff, gansu
):
    run = upload(desk, a_row())
    Run.objects.filter(pk=run.pk).update(kind="register")
    assert "焊工班.csv" not in page(desk.get("/work/rosters/"))
    for more in ("", "columns/"):
        assert desk.get(f"/work/rosters/{run.pk}/{more}").status_code == 404
    for more in ("confirm/", "cancel/", "rejected/"):
        assert desk.post(f"/work/rosters/{run.pk}/{more}").status_code == 404
    nobody = signed_in(client, staff(Role.INSTITUTION_OFFICER, gansu.branch))
    assert 'type="file"' not in page(nobody.get(NEW))
    told = {"file": SimpleUploadedFile("a.csv", b"a"), "organisation": "620100"}
    assert nobody.post(NEW, told).status_code == 200
    assert Run.objects.count() == 1
