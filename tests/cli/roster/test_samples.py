"""Every line of the sample's expectations, by the command line as the contract has it.

Where an expectation leaves the choice (`accept_normalised_or_reject`), what we chose stands in
`CHOSEN` and in docs/rosters.md.
"""

import csv
import functools
import json
import os
import pty
import subprocess
import sys

import pytest
from click.testing import CliRunner

from creditbank.cli import roster
from tests.bank.sheets.made import SAMPLES

with (SAMPLES / "expected.csv").open(encoding="utf-8-sig", newline="") as told:
    EXPECTED = list(csv.reader(told))[1:]
STATUSES = {"accept", "accept_normalised", "accept_warn", "review", "reject", "ignore"}
# By the beginning of the reason that the sample gives.
CHOSEN = {
    "146 years old": "review",
    "15-digit legacy": "reject",
    "foreign permanent resident card, 2017": "review",
    "passport number under": "reject",
    '".0" suffix': "accept_normalised",
    "formula as name": "reject",
    "DDE payload": "reject",
    "markup": "reject",
    "full-width e-mail": "accept_normalised",
    # Written in the plain way it is the address of the row above.
    "full-width @": "reject",
    "full-width zero prefix": "review",
    "unit in the cell": "accept_normalised",
    "unit [credit]": "accept_normalised",
    "absent: no outcome": "review",
    "Excel serial": "accept_normalised",
    "day first": "reject",
    "Chinese numerals": "accept_normalised",
    "Excel 97 file": "accept",
    'hidden sheet "旧数据"': "ignore",
}


@functools.cache
def answer(name):
    result = CliRunner().invoke(
        roster.command, ["check", "--json", "--kind", "class", str(SAMPLES / name)]
    )
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.parametrize(
    "row", EXPECTED, ids=[f"{row[0]}-{row[1]}-{n}" for n, row in enumerate(EXPECTED)]
)
def test_a_line_of_the_sample_gets_the_answer_that_is_expected(row):
    name, number, _raw, expected, canonical, person, why = row
    code, told = answer(name)
    if expected == "reject_file":
        assert (code, told["rows"]) == (1, [])
        assert told["rejected"].endswith("。")
        return
    chosen = next((CHOSEN[known] for known in CHOSEN if why.startswith(known)), expected)
    assert chosen in STATUSES
    got = next(one for one in told["rows"] if one["row"] == int(number))
    assert got["status"] == chosen, got
    assert bool(got["reasons"]) or chosen in {"accept", "accept_normalised"}
    if canonical and chosen not in {"reject", "ignore"}:
        assert got["number"] == canonical
        assert got["name"] == "".join(person.split()).replace("•", "·") or " " in got["name"]


def test_names_come_back_in_one_spelling():
    _code, told = answer("30_messy_twoheader_merged.xlsx")
    names = {row["row"]: row["name"] for row in told["rows"]}
    assert [names[n] for n in (41, 42, 48, 49)] == [
        "张三",
        "李四",
        "Anna-Maria O'Neil",
        "阿依古丽·买买提",
    ]


def test_the_other_sheets_are_named_and_not_read():
    _code, told = answer("30_messy_twoheader_merged.xlsx")
    elsewhere = [row["reasons"][0] for row in told["rows"] if row["row"] == -1]
    assert ["填写说明" in elsewhere[0], "旧数据" in elsewhere[1], len(elsewhere)] == [True, True, 2]


def test_every_line_below_the_heading_has_a_verdict():
    for name, first, last in (
        ("20_messy_gbk.csv", 3, 79),
        ("30_messy_twoheader_merged.xlsx", 5, 86),
    ):
        rows = [row["row"] for row in answer(name)[1]["rows"] if row["row"] > 0]
        assert rows == list(range(first, last + 1))


@pytest.mark.parametrize(
    "name", ["01_clean_utf8bom.csv", "40_real_biff.xls", "30_messy_twoheader_merged.xlsx"]
)
def test_the_kind_is_guessed_from_the_columns(name):
    result = CliRunner().invoke(roster.command, ["check", "--json", str(SAMPLES / name)])
    assert json.loads(result.stdout)["rows"] == answer(name)[1]["rows"]


@pytest.mark.parametrize("name", ["01_clean_utf8bom.csv", "40_real_biff.xls"])
def test_who_watches_sees_a_bar_and_the_answer_stays_clean(name):
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "creditbank", "roster", "check", "--json", str(SAMPLES / name)],
        cwd=SAMPLES.parents[2],
        env={"PATH": os.environ["PATH"], "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    assert b"check" in os.read(ours, 4096)
    assert len(json.loads(done.stdout)["rows"]) == 8
