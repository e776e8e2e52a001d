"""Rejected rows come back in the shape in which they came, ready to be corrected."""

import csv
import io

import pytest

from creditbank.bank.desk import engines, runs
from creditbank.bank.enrolments.models import Enrolment
from tests.bank.enrolments.conftest import COLUMNS, a_row
from tests.bank.imports.conftest import csv_of
from tests.bank.imports.test_runs import merged
from tests.bank.sheets import made

pytestmark = pytest.mark.django_db
REASON = "不接收的原因"


def rejected(run):
    to = io.BytesIO()
    return runs.write_rejected(run, to), to.getvalue()


def cells(content, name):
    with made.opened(content, name) as source:
        return [(record.number, list(record.cells)) for record in source.pages[0].records()]


@pytest.mark.parametrize(("make", "suffix"), [(made.csv, "csv"), (made.xlsx, "xlsx")])
def test_they_keep_titles_columns_and_order_and_say_why(checked, make, suffix):
    good, bad = a_row(), a_row(层次="", 备注="请核对")
    columns = [*COLUMNS, "备注"]
    good["备注"] = ""
    rows = [[row[name] for name in columns] for row in (good, bad)]
    content = make(["某分校学籍表"], columns, *rows)
    name, written = rejected(checked(content, f"名册.{suffix}"))
    assert name == f"名册-不接收的行.{suffix}"
    got = cells(written, name)
    assert got[0][1][0] == "某分校学籍表"
    assert got[1] == (2, [*columns, REASON])
    assert got[2] == (3, [*rows[1], "F4：层次没有填写。"])
    assert len(got) == 3


@pytest.mark.parametrize("make", [made.csv, made.xlsx])
def test_corrected_they_come_in_and_the_reasons_are_no_column(checked, make):
    bad = a_row(层次="")
    run = checked(
        make([*COLUMNS], [bad[name] for name in COLUMNS]),
        "register.xlsx" if make is made.xlsx else "r.csv",
    )
    name, written = rejected(run)
    rows = [told for _number, told in cells(written, name)]
    rows[1][rows[0].index("层次")] = "本科"
    again = checked(make(*rows), name)
    assert again.counts == {"accept": 1, "new": 1}
    merged(again)
    assert Enrolment.objects.get().level == "本科"


def test_handed_in_uncorrected_they_come_back_with_one_column_of_reasons(checked):
    name, written = rejected(checked(csv_of(a_row(层次=""))))
    name, again = rejected(checked(written, name))
    assert again == written


def test_an_old_workbook_comes_back_as_a_new_one(checked):
    bad = a_row(层次="")
    run = checked(made.ods([*COLUMNS], [bad[name] for name in COLUMNS]), "名册.ods")
    name, written = rejected(run)
    assert (name, written[:2]) == ("名册-不接收的行.xlsx", b"PK")


def test_nothing_in_a_text_is_worked_out_by_a_spreadsheet_program(checked):
    bad = a_row(姓名='=HYPERLINK("http://evil.example")', 专业="@SUM(1)", 手机号="+86 15400000001")
    told = io.StringIO()
    csv.writer(told).writerows([COLUMNS, [bad[name] for name in COLUMNS]])
    run = checked(told.getvalue().encode())
    assert run.counts == {"reject": 1}
    _name, written = rejected(run)
    row = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))[1]
    assert row[COLUMNS.index("姓名")].startswith("'=")
    assert row[COLUMNS.index("专业")] == "'@SUM(1)"
    assert row[COLUMNS.index("手机号")] == "+86 15400000001"


def test_cells_of_a_workbook_are_text(checked):
    bad = a_row(层次="", 姓名="=1+1")
    run = checked(made.xlsx([*COLUMNS], [bad[name] for name in COLUMNS]), "r.xlsx")
    _name, written = rejected(run)
    import zipfile

    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert len(engines.rows(run)) == 1
