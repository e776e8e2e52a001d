"""The appeal of an opening, from the one page its learner reaches."""

import datetime as dt
import json

import pytest

from creditbank.bank import clock
from creditbank.bank.messages.models import Message
from creditbank.bank.reviews.models import Appeal, Case, Decision

pytestmark = pytest.mark.django_db
WORDS = "照片是上个月拍的，请再核对。"


@pytest.fixture
def account(a_learner):
    return a_learner(stage="rejected")


def token(letter="account_rejected"):
    return json.loads(Message.objects.filter(letter=letter).order_by("-id").first().secrets)[
        "token"
    ]


@pytest.fixture
def entered(client, account):
    client.post(f"/activate/status/{token()}")
    return client


def page(client, path="/activate/status"):
    return client.get(path).content.decode()


def test_the_letter_of_the_rejection_leads_to_the_appeal(entered, account):
    told = page(entered)
    assert "对结果有异议" in told
    assert "/activate/status/appeal" in told
    form = page(entered, "/activate/status/appeal")
    assert "请重新上传。" in form
    answer = entered.post("/activate/status/appeal", {"words": WORDS}, follow=True)
    assert "申诉已提交" in answer.content.decode()
    appeal = Appeal.objects.select_related("person_key", "case").get()
    assert appeal.words == WORDS
    assert appeal.case.number in page(entered)
    assert "/activate/status/appeal" not in page(entered)


def test_without_words_there_is_a_sentence(entered):
    answer = entered.post("/activate/status/appeal", {"words": " "}).content.decode()
    assert "请写明为什么认为决定不对" in answer
    assert not Appeal.objects.exists()


def test_a_second_appeal_is_refused_with_a_sentence(entered):
    entered.post("/activate/status/appeal", {"words": WORDS})
    answer = entered.post("/activate/status/appeal", {"words": WORDS}).content.decode()
    assert "只能申诉一次" in answer
    assert Appeal.objects.count() == 1


def test_too_late_is_refused_with_a_sentence_and_keeps_the_words(client, account):
    client.post(f"/activate/status/{token()}")
    Decision.objects.update(effective_at=clock.now() - dt.timedelta(days=60))
    assert "已超过申诉期限" in page(client)
    assert "<textarea" not in page(client, "/activate/status/appeal")
    answer = client.post("/activate/status/appeal", {"words": WORDS}).content.decode()
    assert "已超过申诉期限" in answer
    assert WORDS in answer
    assert not Appeal.objects.exists()


def test_a_stranger_and_an_opening_that_waits_have_nothing_to_appeal(client, a_learner):
    assert client.get("/activate/status/appeal").url == "/activate/status"
    a_learner(stage="pending_review")
    client.post(f"/activate/status/{token('account_received')}")
    assert "对结果有异议" not in page(client)
    assert client.post("/activate/status/appeal", {"words": WORDS}).url == "/activate/status"
    assert Case.objects.filter(matter="appeal").count() == 0


def test_a_used_link_gives_a_new_one_to_the_openings_own_address(client, entered, account):
    old = token()
    entered.post("/activate/status/leave")
    told = page(client, f"/activate/status/{old}")
    assert f"/activate/status/{old}/renewal" in told
    assert client.post(f"/activate/status/{old}/renewal").url == "/activate/status/renewed"
    fresh = Message.objects.get(letter="account_renewed")
    assert fresh.address == account.user.email
    assert client.post(f"/activate/status/{token('account_renewed')}").url == "/activate/status"


def test_a_made_up_link_and_too_many_are_answered_alike(client, account):
    answers = {client.post("/activate/status/made-up/renewal").url}
    for _each in range(5):
        answers.add(client.post(f"/activate/status/{token()}/renewal").url)
    assert answers == {"/activate/status/renewed"}
    assert Message.objects.filter(letter="account_renewed").count() == 3
    assert "请查收邮件" in page(client, "/activate/status/renewed")
