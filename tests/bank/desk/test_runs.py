"""Runs as doors use them: the kind that nobody told, who is told that a long one has ended."""

import datetime as dt
import io
from dataclasses import dataclass

import pytest

from creditbank.bank import clock
from creditbank.bank.desk import carriers, engines, runs
from creditbank.bank.history import SYSTEM
from creditbank.bank.imports import checking
from creditbank.bank.messages import inbox
from creditbank.bank.organisations.roles import Role
from tests.bank.enrolments.conftest import a_csv, a_row

pytestmark = pytest.mark.django_db


@dataclass
class Upload:
    content: io.BytesIO
    name: str = "名册.csv"

    def read(self, num_bytes=None, /):
        return self.content.read(num_bytes)


def received(organisation, *rows, by=SYSTEM, **options):
    return runs.receive(
        Upload(io.BytesIO(a_csv(*rows))), organisation=organisation, by=by, **options
    )


def checked(run):
    carriers.check(run.pk)
    run.refresh_from_db()
    return run


def test_the_columns_tell_the_kind_where_nobody_does(gansu):
    run = received(gansu.province, a_row())
    assert run.kind == ""
    assert (checked(run).kind, run.stage) == ("register", "checked")


def test_what_can_not_be_read_is_refused_as_of_the_first_kind(gansu):
    run = runs.receive(Upload(io.BytesIO(b"%PDF-1.7")), organisation=gansu.province, by=SYSTEM)
    assert (checked(run).kind, run.stage) == ("register", "refused")


@pytest.fixture
def admin(gansu, staff):
    return staff(Role.BRANCH_ADMIN, gansu.branch)


def subjects(user):
    return [letter.subject for letter in inbox.letters(user.pk)]


def test_who_had_to_wait_is_told_that_it_is_checked_and_that_it_is_merged(gansu, admin):
    run = checked(received(gansu.branch, a_row(), by=admin, kind="register"))
    assert not subjects(admin)
    runs.recheck(run, {}, by=admin)
    checking.begin(run)
    with clock.frozen(clock.now() + dt.timedelta(minutes=2)):
        checking.carry_out(run, engines.engine("register"))
    assert subjects(admin) == ["名册已检查，请确认"]
    run.refresh_from_db()
    runs.confirm(run, by=admin)
    with clock.frozen(clock.now() + dt.timedelta(minutes=2)):
        carriers.merge(run.pk)
    assert sorted(subjects(admin)) == ["名册已导入", "名册已检查，请确认"]
    assert not inbox.letters(admin.pk)[0].body.count("名册.csv")
