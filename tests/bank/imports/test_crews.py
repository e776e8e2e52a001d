"""A long file is read by several processes: what comes out is the same."""

import pytest

from creditbank.bank.desk import carriers, engines
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.imports import checking
from tests.bank.enrolments.conftest import a_row
from tests.bank.imports.conftest import csv_of, three_rows
from tests.bank.imports.test_runs import merged


@pytest.mark.django_db(transaction=True)
def test_by_several_processes_as_by_one(received, monkeypatch):
    monkeypatch.setattr(checking, "SMALL", 0)
    monkeypatch.setattr(checking, "BATCH", 50)
    rows = [*three_rows(), *(a_row() for _each in range(200))]
    run = received(csv_of(*rows, rows[0], dict.fromkeys(rows[0], ""), rows[5] | {"专业": "法学"}))
    carriers.check(run.pk)
    run.refresh_from_db()
    assert (run.stage, run.refusal) == ("checked", "")
    assert run.counts["new"] == 202
    told = list(engines.rows(run).values_list("line", "status"))
    assert [line for line, _status in told] == list(range(2, 208))
    assert dict(told)[205] == "ignore"
    assert {dict(told)[7], dict(told)[207]} == {"ignore", "accept_warn"}
    assert run.progress.done >= 204
    merged(run)
    assert Enrolment.objects.filter(name=None).count() == 0
    assert Enrolment.objects.count() == 202
