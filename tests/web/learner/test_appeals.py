"""The appeal of an outcome, from its own page; read and decided at the desk by somebody else."""

import pytest

from creditbank.bank.reviews.models import Appeal, Case, Decision

pytestmark = pytest.mark.django_db
WORDS = "证书上的名称就是这样写的。"


@pytest.fixture
def outcome(a_learner, an_outcome):
    return an_outcome(a_learner(), "rejected")


@pytest.fixture
def me(client, signed_in, outcome):
    return signed_in(client, outcome.account.user)


def test_the_page_of_a_rejected_outcome_leads_to_the_appeal(me, outcome):
    path = f"/me/outcomes/{outcome.number}/"
    assert f"{path}appeal/" in me.get(path).content.decode()
    assert "请重新上传。" in me.get(f"{path}appeal/").content.decode()
    answer = me.post(f"{path}appeal/", {"words": WORDS}, follow=True).content.decode()
    assert "申诉已提交" in answer
    assert "申诉正在办理" in answer
    assert WORDS in answer
    assert "只能申诉一次" in me.post(f"{path}appeal/", {"words": WORDS}).content.decode()


def test_nobody_appeals_for_somebody_else(me, a_learner, an_outcome):
    other = an_outcome(a_learner(), "rejected")
    assert me.get(f"/me/outcomes/{other.number}/appeal/").status_code == 404
    assert me.post(f"/me/outcomes/{other.number}/appeal/", {"words": WORDS}).status_code == 404


def test_what_is_stored_has_nothing_to_appeal(me, outcome, an_outcome):
    stored = an_outcome(outcome.account, "stored", title="别的")
    path = f"/me/outcomes/{stored.number}/"
    assert "对结果有异议" not in me.get(path).content.decode()
    assert me.post(f"{path}appeal/", {"words": WORDS}).url == path


@pytest.fixture
def desk(client, outcome, signed_in, a_reviewer, gansu):
    """A reviewer's desk, with the appeal on it."""
    from django.test import Client

    signed_in(client, outcome.account.user)
    other = a_reviewer(gansu.province)
    client.post(f"/me/outcomes/{outcome.number}/appeal/", {"words": WORDS})
    return signed_in(Client(), other)


def test_the_desk_shows_that_it_is_an_appeal_the_words_and_the_decision(desk):
    assert "申诉" in desk.get("/work/reviews/").content.decode().split("<tbody")[1]
    page = desk.post("/work/reviews/next/", follow=True).content.decode()
    assert WORDS in page
    assert "Zhao of the province" in page
    assert "请重新上传。" in page
    assert 'value="return"' not in page


def test_whoever_does_not_hold_it_reads_no_words(desk):
    number = Case.objects.get(matter="appeal").number
    assert WORDS not in desk.get(f"/work/reviews/{number}/").content.decode()


def test_an_appeal_is_not_sent_back(desk):
    desk.post("/work/reviews/next/")
    number = Case.objects.get(matter="appeal").number
    told = {"verdict": "return", "text_whole": "请补正。"}
    page = desk.post(f"/work/reviews/{number}/decision/", told).content.decode()
    assert "不能退回补正" in page
    assert Decision.objects.filter(case__matter="appeal").count() == 0


def test_who_decided_first_gets_a_conflict(client, outcome, signed_in, a_reviewer, gansu):
    from django.test import Client

    first = a_reviewer(gansu.province)
    a_reviewer(gansu.province)
    Decision.objects.update(by_id=first.pk)
    signed_in(client, outcome.account.user)
    client.post(f"/me/outcomes/{outcome.number}/appeal/", {"words": WORDS})
    case = Appeal.objects.get().case
    seat = signed_in(Client(), first)
    assert case.number not in seat.get("/work/reviews/").content.decode()
    answer = seat.post(f"/work/reviews/{case.number}/decision/", {"verdict": "approve"})
    assert answer.status_code == 409
