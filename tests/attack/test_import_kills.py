"""Imports killed without warning, in every phase: all or nothing, and again is as once."""

import os
import time
from pathlib import Path

import pytest
from django.conf import settings

from bench import rosters
from creditbank.bank.desk import runs
from creditbank.bank.enrolments.models import Enrolment, StagedEnrolment
from creditbank.bank.history import Someone
from creditbank.bank.imports.models import Run
from creditbank.bank.organisations.models import Organisation
from creditbank.cli.demo import loading
from tests.attack.processes import Process, minutes_pass, waited_for, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("kills")]
ADMIN = Someone("9", "Wang of the province")
SIZES = [
    ("csv", 3_000),
    ("xlsx", 2_000),
    pytest.param(("csv", 1_000_000), marks=pytest.mark.trial),
    pytest.param(("xlsx", 200_000), marks=pytest.mark.trial),
]
PATIENCE = 100


@pytest.fixture
def started():
    """Remember processes, so that none outlives its test."""
    known = []
    yield lambda process: known.append(process) or process.start()
    for process in known:
        process.kill()


@pytest.fixture
def gansu(transactional_db):
    loading._organisations()
    return Organisation.objects.get(code=rosters.ORGANISATION)


def soon(condition):
    """Whether something comes true; looked at so often that a short phase is not missed."""
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        if condition():
            return True
        time.sleep(0.005)
    return False


def in_stage(run, *stages):
    return lambda: Run.objects.filter(pk=run.pk, stage__in=stages).exists()


def killed_in(process, run, stage):
    """Kill a process as soon as a run has reached a stage; a worker after it takes over."""
    assert soon(in_stage(run, stage))
    process.kill()
    assert in_stage(run, stage)()
    minutes_pass()
    process.start()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[1]}")
def test_a_worker_killed_while_checking_and_while_merging_brings_everything_in_once(
    gansu, tmp_path, started, size
):
    suffix, count = size
    path = rosters.write(tmp_path / f"register.{suffix}", count)

    def receive():
        with path.open("rb") as file:
            return runs.receive(file, kind="register", organisation=gansu, by=ADMIN)

    run, process = receive(), started(worker())
    killed_in(process, run, "checking")
    assert soon(in_stage(run, "checked"))
    assert not Enrolment.objects.exists()
    run.refresh_from_db()
    assert (run.counts["new"], run.staged_rows) == (count, count)
    runs.confirm(run, by=ADMIN)
    killed_in(process, run, "merging")
    assert Enrolment.objects.count() in {0, count}
    assert soon(in_stage(run, "merged"))
    assert Enrolment.objects.count() == count
    assert all(row.number and row.name for row in Enrolment.objects.order_by("pk")[:50])
    again = receive()
    assert soon(in_stage(again, "checked"))
    again.refresh_from_db()
    assert (again.counts["unchanged"], again.counts.get("new")) == (count, None)


def begun():
    """Whether anything of an upload lies in the storage."""
    folder = Path(settings.STORAGE.folder)
    return any(True for _one in folder.glob("*/*/*"))


@pytest.mark.parametrize(
    "phase",
    ["receiving", *[pytest.param(one, marks=pytest.mark.trial) for one in ("checking", "merging")]],
)
def test_an_operator_s_import_that_is_killed_is_nothing_or_all_and_can_be_given_again(
    gansu, tmp_path, started, phase
):
    path = rosters.write(tmp_path / "register.csv", 3_000)
    told = ("creditbank", "roster", "import", str(path), "--organisation", rosters.ORGANISATION)
    process = started(Process(*told))
    reached = begun if phase == "receiving" else Run.objects.filter(stage=phase).exists
    assert soon(reached)
    process.kill()
    assert Enrolment.objects.count() in {0, 3_000}
    for _again in range(2):
        process.start()
        assert process.child.wait(PATIENCE) == os.EX_OK
        assert Enrolment.objects.count() == 3_000
    last = Run.objects.order_by("created_at").last()
    assert last.counts["unchanged"] == 3_000
    assert waited_for(lambda: not StagedEnrolment.objects.filter(staging=None).exists(), seconds=1)
