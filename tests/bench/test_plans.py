"""How the database finds things where there are many of them: by an index, and not all of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import rows
from creditbank.bank.catalogue import entries
from creditbank.bank.desk import queues
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.progress import newcomers
from creditbank.bank.reviews import queue as leases
from creditbank.bank.reviews.models import Kind

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20_000
QUEUE = "/work/reviews/"


def fill(cluster, *copies):
    with cluster.connect(connection.settings_dict["NAME"]) as root:
        root.execute("SET session_replication_role = replica")
        for one in copies:
            one.make(root)
        root.execute("VACUUM ANALYZE bank_case")
        root.execute("VACUUM ANALYZE bank_certificatetype")  # new words wait beside a GIN index


@pytest.fixture
def reviewer(cluster, gansu, a_learner, a_reviewer):
    """Somebody in whose queue there are many cases."""
    a_learner(stage="pending_review")
    user = a_reviewer(gansu.province)
    fill(cluster, *rows.cases(MANY))
    return user


def plans(queries, table):
    """The plans of those queries that read a table, one text each."""
    found = []
    for query in queries:
        if table in query["sql"] and query["sql"].lstrip().startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + query["sql"].replace("%", "%%"), [])
                found.append("\n".join(line for (line,) in cursor.fetchall()))
    return found


def read(client, path):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode(), asked.captured_queries


@pytest.mark.parametrize("query", ["", "?kind=account", "?due=soon", "?due=overdue"])
def test_the_queue_reads_an_index_and_never_every_case(client, signed_in, reviewer, query):
    page, asked = read(signed_in(client, reviewer), QUEUE + query)
    assert "1000+" in page
    told = plans(asked, '"bank_case"')
    assert len(told) == 2  # the lines, and all the figures
    assert told[1].count("case_queue") == len(Kind)
    for plan in told:
        assert "Seq Scan on bank_case" not in plan
        assert "case_queue" in plan
        assert "Sort" not in plan


def test_a_following_page_begins_where_the_last_one_ended(client, signed_in, reviewer):
    me = signed_in(client, reviewer)
    following = read(me, QUEUE)[0].partition('rel="next" href="')[2].partition('"')[0]
    _page, asked = read(me, QUEUE + following.replace("&amp;", "&"))
    for plan in plans(asked, '"bank_case"'):
        assert "Seq Scan on bank_case" not in plan
        assert "Sort" not in plan


def test_the_next_case_is_taken_without_reading_the_queue(reviewer):
    seat = Appointment.objects.select_related("organisation", "user").get(user=reviewer)
    for kind in ("", "outcome"):
        with CaptureQueriesContext(connection) as asked:
            assert queues.take_next(seat, kind) is not None
        told = plans(asked.captured_queries, '"bank_case"')
        assert told
        for plan in told:
            assert "Seq Scan on bank_case" not in plan


def test_the_staff_home_counts_no_further_than_it_shows(client, signed_in, reviewer):
    page, asked = read(signed_in(client, reviewer), "/work/")
    assert "1000+" in page
    assert all("Seq Scan on bank_case" not in plan for plan in plans(asked, '"bank_case"'))


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("汽车", "certificate_type_grams"),
        ("汽车 维修", "certificate_type_grams"),
        ("汽车维修工", "certificate_type_search"),
        ("qcwxg", "certificate_type_search"),
    ],
)
def test_words_are_searched_by_an_index_however_short(cluster, catalogue, text, index):
    fill(cluster, rows.entries(5_000))
    told = entries.search(text).explain()
    assert index in told
    assert "Seq Scan on bank_certificatetype" not in told
    found = {entry.name_zh for entry in entries.search(text)}
    assert found
    assert all(text[:2] in name or "qc" in text for name in found)


def test_held_for_somebody_else_is_not_handed_out(reviewer):
    seat = Appointment.objects.select_related("organisation", "user").get(user=reviewer)
    case = queues.take_next(seat)
    assert case.held_for == ""
    assert leases.holds(case, reviewer.pk)


def test_who_has_not_activated_is_listed_centre_by_centre(cluster, gansu, an_enrolment):
    an_enrolment()
    fill(cluster, rows.enrolments(MANY))
    with cluster.connect(connection.settings_dict["NAME"]) as root:
        root.execute("VACUUM ANALYZE bank_enrolment")
    first = newcomers.waiting(gansu.province)
    row = first[40]
    place = newcomers.Place(row.study_centre.path, row.pk)
    for page in (first, newcomers.after(first, place)):
        told = page[:51].explain()
        assert "Seq Scan on bank_enrolment" not in told, told
        assert "enrolment_study_centre" in told
