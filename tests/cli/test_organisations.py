"""`creditbank organisations`: the tree in and out, as scripts and people call it."""

import json

import pytest
from click.testing import CliRunner

from creditbank.bank.history.models import Event
from creditbank.bank.organisations.models import Organisation
from creditbank.cli import organisations, setup
from tests.bank.administration.made import csv

pytestmark = pytest.mark.django_db
GOOD = ("620121", "永登教学点", "", "620100", "教学点", "620121", "", "")
BAD = ("620122", "榆中教学点", "", "999999", "教学点", "", "", "")


@pytest.fixture
def call(monkeypatch):
    monkeypatch.setattr(setup, "bank", setup.nothing)
    return lambda *told: CliRunner().invoke(organisations.command, [*map(str, told)])


@pytest.fixture
def a_file(tmp_path):
    def write(*rows):
        path = tmp_path / "tree.csv"
        path.write_bytes(csv(*rows))
        return path

    return write


def test_a_sheet_is_brought_in_and_twice_is_as_once(call, a_file, gansu):
    done = call("import", a_file(GOOD))
    assert done.exit_code == 0, done.output
    assert "new: 1" in done.stdout
    row = Organisation.objects.get(code="620121")
    assert Event.objects.of(row).first().actor_label == "operator, by organisations import"
    assert "unchanged: 1" in call("import", a_file(GOOD)).stdout


def test_json_has_a_verdict_for_every_row_and_nothing_is_written_where_one_is_rejected(
    call, a_file, gansu
):
    done = call("import", a_file(GOOD, BAD), "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["written"], told["new"], told["rejected"]) == (False, 1, 1)
    assert [(row["row"], row["status"], row["code"]) for row in told["rows"]] == [
        (2, "new", "620121"),
        (3, "rejected", "620122"),
    ]
    assert "999999" in told["rows"][1]["reasons"][0]
    assert not Organisation.objects.filter(code="620121").exists()


def test_a_dry_run_only_says_what_would_change(call, a_file, gansu):
    changed = ("620101", "城关教学点", "", "620100", "教学点", "", "", "")
    done = call("import", a_file(GOOD, changed), "--dry-run", "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert not told["written"]
    before_after = {"before": "兰州分校城关教学点", "after": "城关教学点"}
    assert told["rows"][1]["changes"] == {"name_zh": before_after}
    assert not Organisation.objects.filter(code="620121").exists()


def test_an_empty_bank_begins_with_a_sheet(call, a_file, db):
    root = ("000000", "学分银行管理中心", "", "", "全国中心", "", "", "")
    province = ("620000", "甘肃开放大学", "", "000000", "省校", "620000", "", "")
    dry = call("import", a_file(province, root), "--dry-run")
    assert dry.exit_code == 0
    assert not Organisation.objects.exists()
    assert call("import", a_file(province, root)).exit_code == 0
    assert Organisation.objects.get(code="620000").path == "000000/620000/"


def test_a_file_refused_as_a_whole_is_one_sentence(call, tmp_path, gansu):
    path = tmp_path / "x.csv"
    path.write_bytes(b"%PDF-1.7")
    done = call("import", path, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "file": "x.csv",
        "rows": [],
        "rejected": "这不是电子表格。请上传 .xlsx、.xls、.ods 或 .csv 文件。",
    }


def test_what_is_exported_is_imported_unchanged(call, tmp_path, gansu):
    path = tmp_path / "out.xlsx"
    assert call("export", path).exit_code == 0
    assert "unchanged: 10" in call("import", path).stdout
    assert call("export", path, "--organisation", "nowhere").exit_code == 2
