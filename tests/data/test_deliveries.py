"""Sheets as institutions deliver them, by the command line, without a bank and without being told the kind."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from creditbank.cli import roster

FOLDER = Path(__file__).parent / "deliveries"
EXPECTED = {
    "courses.csv": {
        3: "accept",
        4: "accept_warn",
        5: "ignore",
        6: "accept",
        7: "ignore",
        8: "accept_normalised",
        9: "ignore",
        10: "reject",
        11: "ignore",
    },
    "transfers.xlsx": {4: "accept", 5: "accept", 6: "ignore", 7: "accept_normalised", 8: "reject"},
    "certificates.csv": {
        2: "accept",
        3: "accept_normalised",
        4: "accept",
        5: "accept_normalised",
        6: "accept",
        7: "accept",
    },
}


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("guessed", [True, False])
def test_every_row_of_the_samples_gets_its_answer(name, guessed):
    kind = [] if guessed else ["--kind", name.partition(".")[0]]
    done = CliRunner().invoke(roster.command, ["check", "--json", *kind, str(FOLDER / name)])
    rows = json.loads(done.stdout)["rows"]
    assert {row["row"]: row["status"] for row in rows} == EXPECTED[name]
    reasons = {row["row"]: row["reasons"] for row in rows}
    assert all(
        reasons[row] for row, status in EXPECTED[name].items() if status in {"ignore", "reject"}
    )
