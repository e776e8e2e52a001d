"""A question whose SQL is known must answer as its queryset would, for every value and thread."""

import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from creditbank.bank.asked import Given, GivenAny, asked
from creditbank.bank.users.models import User

pytestmark = pytest.mark.django_db


@asked
def by_id():
    return User.objects.select_related("person_key", "account").filter(
        pk=Given("pk"), is_active=True
    )


@asked
def counted():
    rows = User.objects.filter(pk__in=GivenAny("ids", "uuid"))
    return rows.values_list("language").annotate(Count("id")).order_by()


def test_each_call_answers_for_its_own_values(a_learner):
    one, other = a_learner().user, a_learner().user
    for user in (one, other, one):
        found = by_id.first(pk=user.pk)
        assert found == user
        assert found.email == user.email
    assert by_id.first(pk=uuid4()) is None


def test_what_is_read_along_is_there_without_another_question(a_learner, django_assert_num_queries):
    account = a_learner()
    key = account.user.person_key_id
    with django_assert_num_queries(1):
        found = by_id.first(pk=account.user_id)
        assert found.account.number == account.number
        assert found.account.user is found
        assert found.person_key.pk == key


def test_rows_are_fresh_each_time(a_learner):
    user = a_learner().user
    assert by_id.first(pk=user.pk).language == "zh-hans"
    User.objects.filter(pk=user.pk).update(language="en")
    assert by_id.first(pk=user.pk).language == "en"
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert by_id.first(pk=user.pk) is None


@pytest.mark.parametrize("count", [0, 1, 3])
def test_as_many_values_as_are_given_are_looked_for(a_learner, count):
    ids = [a_learner().user.pk for _one in range(3)]
    assert counted(ids=ids[:count]) == ([("zh-hans", count)] if count else [])


def test_it_asks_what_the_queryset_would(a_learner):
    user = a_learner().user
    with CaptureQueriesContext(connection) as known:
        by_id(pk=user.pk)
    plain = User.objects.select_related("person_key", "account").filter(pk=user.pk, is_active=True)
    with CaptureQueriesContext(connection) as fresh:
        list(plain)
    told = [
        one.captured_queries[0]["sql"].replace("(", "").replace(")", "") for one in (known, fresh)
    ]
    assert sorted(told[0].split()) == sorted(told[1].split())


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_get_their_own_answers(a_learner):
    users = [a_learner().user.pk for _one in range(4)]
    wrong = []

    def ask(pk):
        wrong.extend(pk for _time in range(20) if by_id.first(pk=pk).pk != pk)
        connection.close()

    threads = [threading.Thread(target=ask, args=(pk,)) for pk in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
