"""Ids sort as they were made, also while the clock stands, and no two are the same."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

from creditbank.bank import clock, ids

# An instant of this file alone: the count within a millisecond begins where it was left.
THEN = dt.datetime(2026, 3, 2, 2, 7, 41, 123_000, tzinfo=dt.UTC)


def test_ids_of_one_millisecond_sort_as_they_were_made():
    with clock.frozen(THEN):
        made = [ids.uuid7() for _number in range(4096)]
    assert made == sorted(made)
    assert {ids.made_at(each) for each in made} == {THEN}
    assert {(each.version, each.variant) for each in made} == {(7, uuid.RFC_4122)}


def test_an_id_of_a_later_millisecond_sorts_after_all_before_it():
    with clock.frozen(THEN - dt.timedelta(seconds=1)):
        before = [ids.uuid7() for _number in range(10)]
    with clock.frozen(THEN - dt.timedelta(milliseconds=999)):
        assert ids.uuid7() > max(before)


def test_threads_never_make_the_same():
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _number: ids.uuid7(), range(20_000)))
    assert len(set(made)) == 20_000
