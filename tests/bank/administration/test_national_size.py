"""A whole country: 50 provinces, 1,000 branches, 4,000 study centres, 50 centres, 500 issuers."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creditbank.bank.administration import authorities, exports, plans, sheets
from creditbank.bank.administration.rows import Row
from creditbank.bank.history.models import Event
from creditbank.bank.organisations.models import Organisation, Parentage
from tests.bank.administration.made import (
    BRANCHES,
    CENTRES,
    ISSUERS,
    PROVINCES,
    confirmed,
    nation,
    read,
)

pytestmark = pytest.mark.django_db
ALL = 2 * PROVINCES + BRANCHES + CENTRES + ISSUERS


def test_a_nation_is_imported_in_seconds_and_few_queries(gansu, admin):
    seat, rows = admin(gansu.root), nation()
    authority = authorities.of(seat)
    with CaptureQueriesContext(connection) as looked:
        plan = plans.draw_up(rows, authority)
    assert (len(looked), plan.count("new")) == (2, ALL)
    begun = time.monotonic()
    with CaptureQueriesContext(connection) as wrote:
        confirmed(seat, rows)
    assert time.monotonic() - begun < 30  # seconds even where the machine is busy
    assert len(wrote) <= 45
    assert Organisation.objects.below(gansu.root).count() == ALL + 10
    assert Parentage.objects.filter(valid_to=None).count() == ALL + 10
    centre = Organisation.objects.get(code="C3999")
    assert centre.path == "000000/P49/B0999/C3999/"
    assert Event.objects.filter(subject="bank_organisation").count() == ALL + 10
    _unchanged_as_downloaded(seat, gansu.root)
    _half_moved(seat, rows)


def _unchanged_as_downloaded(seat, root):
    rows = read(exports.workbook(root), "tree.xlsx")
    plan = plans.draw_up(rows, authorities.of(seat))
    assert plan.counts == {"new": 0, "changed": 0, "unchanged": ALL + 10, "rejected": 0}


def _half_moved(seat, rows):
    """Every second branch changes its province and every centre its responsible person."""
    moved = [_moved(row) for row in rows]
    with CaptureQueriesContext(connection) as wrote:
        plan = confirmed(seat, moved)
    assert plan.count("changed") == BRANCHES // 2 + CENTRES
    assert len(wrote) <= 200  # the numbering of enrolments is looked at for each of 50 provinces
    assert Organisation.objects.get(code="C0001").path == "000000/P02/B0001/C0001/"
    assert sheets.TreeSheet.objects.count() == 0
    edits = Event.objects.filter(subject="bank_organisation", operation="update")
    assert edits.count() == BRANCHES // 2 + CENTRES


def _moved(row):
    number = int(row.code[1:])
    if row.code[0] == "B" and number % 2:
        return Row(row.line, row.code, f"P{(number + 1) % PROVINCES:02}", row.values)
    if row.code[0] == "C":
        return Row(row.line, row.code, row.parent, row.values | {"responsible_name": "新样"})
    return row
