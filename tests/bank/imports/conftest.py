import io

import pytest

from creditbank.bank.desk import carriers, runs
from creditbank.bank.history import Someone
from tests.bank.enrolments.conftest import COLUMNS, a_row, sheet  # noqa: F401 - a fixture for here too
from tests.bank.sheets import made

ADMIN = Someone("9", "Wang of the province")


def named(content, name="register.csv"):
    """Bytes as a browser would send them."""
    file = io.BytesIO(content)
    file.name = name
    return file


def csv_of(*rows, columns=COLUMNS, **how):
    return made.csv([*columns], *[[row[name] for name in columns] for row in rows], **how)


@pytest.fixture
def received(gansu):
    """Factory: a file as a run that waits to be checked."""

    def receive(content, name="register.csv", organisation=None, **more):
        return runs.receive(
            named(content, name),
            kind="register",
            organisation=organisation or gansu.province,
            by=ADMIN,
            **more,
        )

    return receive


@pytest.fixture
def checked(received):
    """Factory: the same, and its dry run is there."""

    def check(content, name="register.csv", **more):
        run = received(content, name, **more)
        carriers.check(run.pk)
        run.refresh_from_db()
        return run

    return check


def three_rows():
    """One in order, one spelt otherwise, one that can't be taken."""
    return a_row(), a_row(入学学期="2024年秋"), a_row(层次="")
