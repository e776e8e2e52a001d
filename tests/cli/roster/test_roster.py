"""`creditbank roster check` and `roster import`, as scripts and people call them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from creditbank.bank.enrolments.models import Enrolment
from creditbank.cli import roster, setup
from creditbank.cli.demo import loading
from tests.bank.classes import invited
from tests.bank.sheets import made

SAMPLE = Path(__file__).parents[2] / "data" / "register_sample.csv"
HEAD = "姓名,证件号码,教学点代码,层次,入学学期\n"
GOOD = "李示例,65901119900422903X,620101,本科,2024秋\n"
FIELDS = ("name", "number", "study_centre", "level", "intake")
BAD = "李示例,659011199004229030,620101,本科,2024秋\n"


@pytest.fixture
def call(monkeypatch):
    """The command in this process, where the bank is awake already."""
    monkeypatch.setattr(setup, "bank", setup.nothing)
    return lambda *told: CliRunner().invoke(roster.command, [*map(str, told)])


@pytest.fixture
def a_file(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "register.csv"
        path.write_text(text, encoding=encoding)
        return path

    return write


def test_every_row_of_the_sample_is_accepted(call):
    result = call("check", "--json", SAMPLE)
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["file"], len(answer["rows"])) == (0, SAMPLE.name, 241)
    assert answer["rows"][0] == {
        "row": 2,
        "status": "accept",
        "number": "659011199612016054",
        "name": "吴宁晨",
        "reasons": [],
    }


def test_a_row_that_is_rejected_is_told_and_the_check_ends_well(call, a_file):
    result = call("check", "--json", a_file(HEAD + GOOD + BAD))
    rows = json.loads(result.stdout)["rows"]
    assert [row["status"] for row in rows] == ["accept", "reject"]
    assert "校验位" in rows[1]["reasons"][0]
    assert result.exit_code == 0
    assert "reject: 1" in call("check", a_file(HEAD + BAD)).stdout


def test_a_file_refused_as_a_whole_says_why_and_exits_with_one(call, a_file):
    result = call("check", "--json", a_file(HEAD))
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["rows"]) == (1, [])
    assert "没有数据行" in answer["rejected"]
    said = call("check", a_file("什么,都没有\n1,2\n"))
    assert (said.exit_code, said.stdout) == (1, "")
    assert "找不到表头" in said.stderr


def test_columns_can_be_told(call, a_file):
    path = a_file(GOOD)
    told = [f"--column={field}={column}" for field, column in zip(FIELDS, "ABCDE", strict=True)]
    rows = json.loads(call("check", "--json", "--kind", "register", *told, path).stdout)["rows"]
    assert [(row["row"], row["status"]) for row in rows] == [(1, "accept")]
    assert call("check", "--column", "number", path).exit_code == 2


def test_the_answer_is_whole_json_however_long_it_waits(call, a_file, monkeypatch):
    monkeypatch.setattr(roster, "WAITING", 10)
    answer = json.loads(call("check", "--json", a_file(HEAD + GOOD + BAD * 50)).stdout)
    assert len(answer["rows"]) == 51


def test_checking_needs_no_bank_and_leaves_nothing_behind(tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "none")}
    told = [sys.executable, "-m", "creditbank", "roster", "check", "--json", str(SAMPLE)]
    root = Path(__file__).parents[3]
    done = subprocess.run(told, cwd=root, env=environment, capture_output=True, check=True)
    assert len(json.loads(done.stdout)["rows"]) == 241
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "told",
    [
        ("check", "no-such-file.csv"),
        ("check",),
        ("import", SAMPLE),
        ("check", "--kind", "people", SAMPLE),
        ("list",),
    ],
)
def test_wrong_use_exits_with_two(call, told):
    assert call(*told).exit_code == 2


@pytest.mark.django_db
class TestImport:
    """Merging into the bank."""

    @pytest.fixture(autouse=True)
    def _tree(self, db):  # noqa: ARG002 - the database is asked for by naming it
        loading._organisations()

    def test_the_sample_comes_in_and_twice_changes_nothing(self, call):
        first = call("import", SAMPLE, "--organisation", "620000", "--json")
        assert first.exit_code == 0
        assert json.loads(first.stdout) == {
            "file": SAMPLE.name,
            "organisation": "620000",
            "new": 241,
            "changed": 0,
            "unchanged": 0,
            "rejected": 0,
            "ignored": 0,
            "rows": [],
        }
        second = call("import", SAMPLE, "--organisation", "620000")
        assert "new: 0  changed: 0  unchanged: 241" in second.stdout
        assert Enrolment.objects.count() == 241

    def test_rows_elsewhere_are_told_and_nothing_is_written(self, call):
        result = call("import", SAMPLE, "--organisation", "620100")
        assert result.exit_code == 1
        assert "不在本机构范围内" in result.stdout
        assert "Nothing was written: 189 rows were rejected." in result.stderr
        assert not Enrolment.objects.exists()
        told = json.loads(call("import", SAMPLE, "--organisation", "620100", "--json").stdout)
        assert (told["rejected"], len(told["rows"])) == (189, 189)

    def test_an_organisation_that_is_not_there_is_wrong_use(self, call):
        result = call("import", SAMPLE, "--organisation", "nowhere")
        assert result.exit_code == 2
        assert "nowhere" in result.stderr

    def test_a_file_refused_as_a_whole_is_one_sentence(self, call, a_file):
        result = call("import", a_file("x,y\n1,2\n"), "--organisation", "620000")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "找不到表头" in result.stderr

    def test_a_workbook_comes_in_like_a_csv(self, call, tmp_path):
        rows = [line.split(",") for line in SAMPLE.read_text("utf-8-sig").splitlines()]
        path = tmp_path / "register.xlsx"
        path.write_bytes(made.xlsx(["某省学籍表"], *rows))
        result = call("import", path, "--organisation", "620000")
        assert "new: 241  changed: 0  unchanged: 0" in result.stdout
        assert "unchanged: 241" in call("import", SAMPLE, "--organisation", "620000").stdout


@pytest.mark.django_db
def test_a_class_is_brought_in_by_name_and_a_second_time_nothing_is_new(call, tmp_path, gansu):
    path = tmp_path / "class.csv"
    path.write_bytes(made.csv(invited.HEAD, invited.a_row(), invited.a_row()))
    told = ("import", path, "--organisation", "620101", "--kind", "class", "--class", "电工班")
    first = call(*told, "--json")
    assert (first.exit_code, json.loads(first.stdout)["new"]) == (0, 2)
    one = gansu.centre.classes.get()
    assert (one.name, one.invitations.count()) == ("电工班", 2)
    assert json.loads(call(*told, "--json").stdout)["unchanged"] == 2
    assert one.invitations.count() == 2


def test_only_a_class_has_a_name(call, a_file):
    answer = call("import", a_file(HEAD + GOOD), "--organisation", "620101", "--class", "电工班")
    assert answer.exit_code == 2
    assert "--kind class" in answer.output
