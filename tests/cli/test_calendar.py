import json

import pytest
from click.testing import CliRunner

from creditbank.bank.calendar import lists, notices
from creditbank.bank.history import SYSTEM
from creditbank.cli.calendar import command


def due(*arguments: str):
    return CliRunner().invoke(command, ["due", *arguments])


def test_a_firm_date_is_answered_as_the_contract_says():
    result = due("2025-12-25", "10", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"due": "2026-01-09", "provisional": False}
    assert due("2025-12-25", "10").stdout == "2026-01-09\n"


def test_past_the_table_it_says_provisional_and_the_days_left():
    result = due("2026-12-25", "10", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"due": "2026-12-31", "provisional": True, "days_left": 6}
    words = due("2026-12-25", "10").stdout
    assert words.startswith("2026-12-31 provisional, 6 days left")
    assert "暂定" in words


@pytest.mark.django_db
def test_by_the_banks_own_table_it_follows_what_was_edited():
    asked = ("2026-12-25", "10", "--json")
    assert json.loads(due(*asked, "--bank").stdout)["provisional"]
    days = lists.read("2027-01-01 至 2027-01-03 元旦", 2027).days
    notices.replace(2027, days, published=True, notice="", seen=None, by=SYSTEM)
    assert json.loads(due(*asked, "--bank").stdout) == {"due": "2027-01-11", "provisional": False}
    assert json.loads(due(*asked).stdout)["provisional"]  # the library's table is another


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("2026-12-25",),
        ("2026-02-30", "10"),
        ("25.12.2026", "10"),
        ("2026-12-25", "ten"),
        ("2026-12-25", "-1"),
    ],
)
def test_wrong_use_exits_with_two(arguments):
    result = due(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error" in result.stderr
