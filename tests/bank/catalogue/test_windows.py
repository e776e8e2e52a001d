import datetime as dt

import pytest

from creditbank.bank.catalogue import windows
from creditbank.bank.catalogue.models import Version


def a_version(since, until):
    first, last = windows.bound(since, last=False), windows.bound(until, last=True)
    return Version(issued_from=first, issued_until=last)


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (dt.date(1994, 12, 31), "no"),
        (dt.date(1995, 1, 1), "yes"),
        (dt.date(2005, 6, 30), "yes"),
        (dt.date(2005, 7, 1), "no"),
    ],
)
def test_the_day_before_the_first_and_after_the_last(day, answer):
    assert windows.issued([a_version("1995", "2005/1")], day, "day") == answer


@pytest.mark.parametrize(
    ("start", "precision", "answer"),
    [
        (dt.date(2005, 1, 1), "year", "unclear"),
        (dt.date(2004, 1, 1), "year", "yes"),
        (dt.date(2006, 1, 1), "year", "no"),
        (dt.date(2005, 6, 1), "month", "yes"),
        (dt.date(2005, 7, 1), "month", "no"),
        (dt.date(2005, 1, 1), "sitting", "yes"),
        (dt.date(2005, 7, 1), "sitting", "no"),
    ],
)
def test_a_missing_part_is_unclear_only_where_it_decides(start, precision, answer):
    assert windows.issued([a_version("1995", "2005/1")], start, precision) == answer


def test_open_ends_and_no_window_at_all():
    assert windows.issued([], dt.date(1800, 1, 1), "day") == "yes"
    assert windows.issued([a_version(None, "2005")], dt.date(1800, 1, 1), "day") == "yes"
    assert windows.issued([a_version("2005", None)], dt.date(2004, 12, 31), "day") == "no"


def test_a_gap_between_two_versions_is_no():
    versions = [a_version("1995", "1999"), a_version("2002", None)]
    assert windows.issued(versions, dt.date(2000, 1, 1), "year") == "no"
    assert windows.issued(versions, dt.date(2001, 12, 31), "day") == "no"
    assert windows.issued(versions, dt.date(2002, 1, 1), "day") == "yes"


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("1995", dt.date(1995, 1, 1), dt.date(1995, 12, 31)),
        ("2005/1", dt.date(2005, 1, 1), dt.date(2005, 6, 30)),
        ("2005/2", dt.date(2005, 7, 1), dt.date(2005, 12, 31)),
        ("2012-02", dt.date(2012, 2, 1), dt.date(2012, 2, 29)),
        ("2006-01-15", dt.date(2006, 1, 15), dt.date(2006, 1, 15)),
    ],
)
def test_bounds_of_every_precision(told, first, last):
    assert windows.bound(told, last=False) == first
    assert windows.bound(told, last=True) == last
