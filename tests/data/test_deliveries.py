"""Sheets as institutions deliver them, by the command line, without a bank and without being told the kind."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from creditbank.cli import roster

FOLDER = Path(__file__).parent / "deliveries"
# From the first row below the heading on.
EXPECTED = {
    "courses.csv": "accept accept_warn ignore accept ignore accept_normalised ignore reject ignore",
    "transfers.xlsx": "accept accept ignore accept_normalised reject",
    "certificates.csv": "accept accept_normalised accept accept_normalised accept accept",
}


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("guessed", [True, False])
def test_every_row_of_the_samples_gets_its_answer(name, guessed):
    kind = [] if guessed else ["--kind", name.partition(".")[0]]
    done = CliRunner().invoke(roster.command, ["check", "--json", *kind, str(FOLDER / name)])
    rows = json.loads(done.stdout)["rows"]
    assert [row["status"] for row in rows] == EXPECTED[name].split()
    assert all(row["reasons"] for row in rows if row["status"] in {"ignore", "reject"})
