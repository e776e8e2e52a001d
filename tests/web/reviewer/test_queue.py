"""The queue as a reviewer sees it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creditbank.bank.organisations.roles import Role
from tests.bank.desk import scene
from tests.bank.reviews.scene import a_case

pytestmark = pytest.mark.django_db
QUEUE = "/work/reviews/"


def page(client, path=QUEUE):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_queue_says_so(desk):
    told = page(desk)
    assert "没有等待审核的申请" in told
    assert "领取下一件" in told


def test_it_shows_what_waits_here_and_nothing_of_another_province(desk):
    mine, theirs = a_case("6201"), a_case("6101")
    scene.reviewer("61")
    told = page(desk)
    assert mine.number in told
    assert theirs.number not in told
    assert re.findall(r'<dd class="num">(\d+)</dd>', told) == ["0", "1"]
    assert desk.get(f"{QUEUE}{theirs.number}/").status_code == 404
    for what in ("release", "undo", "decision"):
        assert desk.post(f"{QUEUE}{theirs.number}/{what}/").status_code == 404
    assert desk.get(f"{QUEUE}{theirs.number}/number/").status_code == 404


def test_the_next_one_is_handed_out_by_a_button(desk):
    with scene.at("2026-03-02"):
        case = a_case("6201", days=2)
        answer = desk.post(f"{QUEUE}next/")
        assert answer["Location"] == f"{QUEUE}{case.number}/"
        assert "我正在审核" in page(desk)
    answer = desk.post(f"{QUEUE}next/", {"kind": "account"})
    assert answer["Location"].startswith(QUEUE)


def test_it_filters_by_kind_and_by_urgency(desk):
    with scene.at("2026-03-02"):
        near, far = a_case(days=1), a_case(days=9)
    with scene.at("2026-03-03"):
        told = page(desk, f"{QUEUE}?due=soon&kind=outcome")
        assert near.number in told
        assert far.number not in told
    with scene.at("2026-03-04"):
        told = page(desk, f"{QUEUE}?due=overdue")
        assert near.number in told
        assert "已超期 1" in told
        assert far.number not in told
        assert "没有符合条件的申请" in page(desk, f"{QUEUE}?kind=account")


def test_pages_follow_by_the_last_case_shown(desk, monkeypatch):
    monkeypatch.setattr("creditbank.web.reviewer.queues.PAGE", 3)
    numbers = {a_case().number for _ in range(7)}
    path, seen = QUEUE, []
    while path:
        told = page(desk, path)
        seen += re.findall(r'href="/work/reviews/(R\w+)/"', told)
        following = re.search(r'rel="next" href="([^"]+)"', told)
        path = QUEUE + following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == 7
    assert set(seen) == numbers
    assert page(desk, f"{QUEUE}?after=nonsense")


def test_beyond_what_is_counted_it_says_that_there_are_more(desk, monkeypatch):
    monkeypatch.setattr("creditbank.bank.desk.listing.MOST", 3)
    for _ in range(2):
        a_case()
    assert re.findall(r'<dd class="num">(\d+\+?)</dd>', page(desk)) == ["0", "2"]
    assert '<span class="count">2</span>' in page(desk, "/work/")
    for _ in range(2):
        a_case()
    assert re.findall(r'<dd class="num">(\d+\+?)</dd>', page(desk)) == ["0", "3+"]
    assert '<span class="count">3+</span>' in page(desk, "/work/")


def test_more_cases_cost_no_more_queries(desk):
    a_case()
    page(desk)
    with CaptureQueriesContext(connection) as few:
        page(desk)
    for _ in range(20):
        a_case()
    with CaptureQueriesContext(connection) as many:
        page(desk)
    assert len(many) == len(few) <= 11


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {"reviewer", "supervisor", "auditor"}]
)
def test_other_roles_do_not_come_in(seat, signed_in, role):
    case = a_case()
    other = signed_in(scene.reviewer("62", role))
    for path in (QUEUE, f"{QUEUE}{case.number}/", f"{QUEUE}{case.number}/number/"):
        assert other.get(path).status_code == 403
    assert other.post(f"{QUEUE}next/").status_code == 403


def test_an_auditor_reads_every_queue_below_and_takes_nothing(seat, signed_in):
    case = a_case()
    auditor = signed_in(scene.reviewer("00", Role.AUDITOR))
    assert case.number in page(auditor)
    assert "领取下一件" not in page(auditor)
    assert "领取下一件" not in page(auditor, f"{QUEUE}{case.number}/")
    assert auditor.post(f"{QUEUE}next/").status_code == 403
    assert auditor.post(f"{QUEUE}{case.number}/lease/").status_code == 403
    case.refresh_from_db()
    assert case.taken_by is None


def test_without_signing_in_there_is_only_the_door(client, db):
    answer = client.get(QUEUE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login")
