"""Counting: nothing is lost between rivals, nothing taken back by a rollback, nobody named."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import translation

from creditbank.bank import clock, limits
from creditbank.bank.limits.models import Limit
from creditbank.bank.refusals import Refused

HOUR = dt.timedelta(hours=1)
NOON = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)


def hit(*keys, limit=3, purpose="test"):
    return limits.hit(purpose, *keys, limit=limit, window=HOUR)


@pytest.mark.django_db
def test_what_is_left_counts_down_and_then_it_is_refused():
    assert [hit("a") for _try in range(3)] == [2, 1, 0]
    with pytest.raises(Refused) as refused:
        hit("a")
    assert refused.value.code == "too_many"
    assert limits.count("test", "a") == 4


@pytest.mark.django_db
def test_the_refusal_says_how_long_to_wait():
    with clock.frozen(NOON):
        hit("a", limit=1)
    with clock.frozen(NOON + dt.timedelta(minutes=48)), pytest.raises(Refused) as refused:
        hit("a", limit=1)
    with translation.override("zh-hans"):
        assert "12 分钟" in str(refused.value)


@pytest.mark.django_db
def test_long_waits_are_told_in_hours():
    window = dt.timedelta(days=1)
    limits.hit("test", "a", limit=1, window=window)
    with pytest.raises(Refused) as refused:
        limits.hit("test", "a", limit=1, window=window)
    assert "24" in str(refused.value)


@pytest.mark.django_db
def test_a_window_that_ended_begins_anew_and_tries_do_not_prolong_it():
    with clock.frozen(NOON):
        hit("a", limit=1)
    with clock.frozen(NOON + HOUR / 2), pytest.raises(Refused):
        hit("a", limit=1)
    with clock.frozen(NOON + HOUR):
        assert limits.count("test", "a") == 0
        assert hit("a", limit=1) == 0


@pytest.mark.django_db
def test_purposes_and_keys_do_not_meet():
    hit("ab", "c")
    assert limits.count("test", "a", "bc") == 0
    assert limits.count("test", "ab") == 0
    assert limits.count("other", "ab", "c") == 0


@pytest.mark.django_db
def test_a_hit_tells_of_other_counters_in_the_same_statement(django_assert_num_queries):
    hit("a")
    hit("b", "c")
    hit("b", "c")
    others = [("test", ("b", "c")), ("test", ("never",)), ("test", ("a",))]
    with django_assert_num_queries(1):
        told = limits.hit_and_count(("test", ("d",)), others, limit=9, window=HOUR)
    assert told == [2, 0, 1]
    assert limits.count("test", "d") == 1


@pytest.mark.django_db
def test_counters_whose_window_is_over_are_told_as_none():
    hit("a")
    with clock.frozen(clock.now() + 2 * HOUR):
        told = limits.hit_and_count(("test", ("d",)), [("test", ("a",))], limit=9, window=HOUR)
    assert told == [0]


@pytest.mark.django_db
def test_a_success_forgets():
    hit("a")
    limits.forget("test", "a")
    assert limits.count("test", "a") == 0


@pytest.mark.django_db
def test_the_table_names_nobody():
    hit("S11010519491231002X", "192.0.2.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT bank_limit::text, encode(key, 'escape') FROM bank_limit")
        assert "110105" not in str(cursor.fetchall())


@pytest.mark.django_db
def test_what_ended_is_swept():
    with clock.frozen(NOON):
        hit("a")
        hit("b")
        limits.sweep()
        assert Limit.objects.count() == 2
    with clock.frozen(NOON + HOUR * 2):
        limits.sweep()
    assert not Limit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_simultaneous_tries_each_is_counted():
    def tried(_number):
        try:
            return hit("a", limit=10)
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(tried, range(20)))
    assert sorted(left for left in answers if left is not None) == list(range(10))
    assert answers.count(None) == 10


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_it_cannot_count_and_says_so():
    with transaction.atomic(), pytest.raises(RuntimeError):
        hit("a")
