"""Uploading a tree sheet: read through first, confirmed by who uploaded it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from creditbank.bank.administration.models import TreeSheet
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.organisations.roles import Role
from tests.bank.administration.made import csv

pytestmark = pytest.mark.django_db
SHEET = "/work/organisations/import/"
GOOD = ("620121", "永登教学点", "", "620100", "教学点", "620121", "示例人", "0931-555-0100")
BAD = ("620122", "榆中教学点", "", "440600", "教学点", "", "", "")


@pytest.fixture
def desk(client, signed_in, gansu, staff):
    return signed_in(client, staff(Role.BRANCH_ADMIN, gansu.branch, name="管样"))


def upload(desk, *rows, name="机构.csv"):
    return desk.post(SHEET, {"file": SimpleUploadedFile(name, csv(*rows))}, follow=True)


def page(response, status=200):
    assert response.status_code == status, response
    return response.content.decode()


def digest(text):
    return re.search(r'name="digest" value="(\w+)"', text)[1]


def test_a_sheet_is_read_through_and_then_confirmed(desk):
    answer = upload(desk, GOOD)
    told = page(answer)
    assert "还什么都没有改变" in told
    assert "永登教学点" in told
    assert not Organisation.objects.filter(code="620121").exists()
    path = answer.redirect_chain[-1][0]
    done = page(desk.post(path, {"digest": digest(told)}, follow=True))
    assert "新增 1 个，修改 0 个" in done
    assert Organisation.objects.get(code="620121").responsible_name == "示例人"
    assert desk.get(path).status_code == 404
    assert not TreeSheet.objects.exists()


def test_rows_that_cannot_be_taken_are_shown_first_and_there_is_nothing_to_confirm(desk):
    answer = upload(desk, GOOD, BAD)
    told = page(answer)
    assert "有 1 行不能导入" in told
    assert "440600 不在您的辖区内" in told
    assert "确认导入" not in told
    path = answer.redirect_chain[-1][0]
    assert "永登教学点" in page(desk.get(f"{path}?outcome=new"))
    told = page(desk.post(path, {"digest": ""}))
    assert "没有导入" in told
    assert not Organisation.objects.filter(code="620121").exists()


def test_a_sheet_is_nobody_else_s(desk, client, signed_in, gansu, staff):
    path = upload(desk, GOOD).redirect_chain[-1][0]
    signed_in(client, staff(Role.BRANCH_ADMIN, gansu.branch))
    assert client.get(path).status_code == 404
    assert client.post(path, {"digest": "x"}).status_code == 404


def test_what_is_no_sheet_is_refused_in_words(desk):
    for content, word in (
        (b"", "这个文件是空的"),
        (b"%PDF-1.7", "不是电子表格"),
        ("机构代码,机构名称\r\n1,2\r\n".encode(), "找不到这些列"),
    ):
        file = SimpleUploadedFile("x.csv", content)
        assert word in page(desk.post(SHEET, {"file": file}))
    assert "请选择文件" in page(desk.post(SHEET))


def test_what_is_downloaded_is_uploaded_again_unchanged(desk):
    answer = desk.get("/work/organisations/download/")
    assert answer["Content-Disposition"].startswith('attachment; filename="organisations-620100-')
    file = SimpleUploadedFile("tree.xlsx", answer.content)
    told = page(desk.post(SHEET, {"file": file}, follow=True))
    assert "没有要导入的" in told
    assert "无变化 3" in told


def test_many_rows_are_shown_page_by_page(desk, monkeypatch):
    monkeypatch.setattr("creditbank.web.organisation.tree_sheets.PAGE", 2)
    rows = [(f"6201{n}", *GOOD[1:]) for n in range(30, 35)]
    path = upload(desk, *rows).redirect_chain[-1][0]
    seen, query = [], "?outcome=new"
    while query:
        told = page(desk.get(path + query))
        seen += re.findall(r'<span class="soft num">(\d+)</span>', told)
        following = re.search(r'rel="next" href="([^"]+)"', told)
        query = following[1].replace("&amp;", "&") if following else ""
    assert seen == [row[0] for row in rows]
