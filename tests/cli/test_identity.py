import datetime as dt
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from creditbank.bank import clock
from creditbank.cli.identity import command
from tests.bank.identity.numbers import ACCEPTED, REJECTED, Accepted, Rejected


def check(*arguments: str):
    with clock.frozen(dt.datetime(2026, 11, 24, 12, tzinfo=clock.SHANGHAI)):
        return CliRunner().invoke(command, ["check", *arguments])


def said(case: Accepted | Rejected) -> list[str]:
    return ["--kind", case.said] if case.said else []


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: f"{case.raw!r}-{case.said}")
def test_a_valid_number_is_answered_as_the_contract_says(case: Accepted):
    result = check("--json", *said(case), "--", case.raw)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "valid": True,
        "kind": case.kind,
        "number": case.number,
        "reasons": list(case.warnings),
    }


@pytest.mark.parametrize("case", REJECTED, ids=lambda case: f"{case.raw[:30]!r}-{case.said}")
def test_an_invalid_number_exits_with_one_and_its_reason(case: Rejected):
    result = check("--json", *said(case), "--", case.raw)
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["valid"], answer["kind"], answer["reasons"]) == (False, case.said, [case.code])


def test_people_get_words():
    good = check("33010419900101901X")
    assert good.exit_code == 0
    assert "有效 居民身份证 33010419900101901X" in good.stdout
    assert "行政区划代码已停用" in good.stdout
    bad = check("6.2E+17")
    assert bad.exit_code == 1
    assert "科学计数法" in bad.stdout


@pytest.mark.parametrize("arguments", [(), ("--kind", "library-card", "1"), ("a", "b")])
def test_wrong_use_exits_with_two(arguments):
    result = check(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error" in result.stderr


def test_it_needs_no_bank():
    script = "from creditbank.cli.identity import command; command()"
    surroundings = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
    done = subprocess.run(
        [sys.executable, "-c", script, "check", "--json", "65901119900422903x"],
        capture_output=True,
        text=True,
        check=True,
        env=surroundings,
    )
    assert json.loads(done.stdout)["number"] == "65901119900422903X"
