import pytest
from django.test import Client

from creditbank.bank.accounts.models import Account
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(a_learner):
    return a_learner()


@pytest.fixture
def me(sign_in, account):
    client = Client()
    sign_in(account.user.email, PASSWORD, with_client=client)
    return client


def stage(account):
    return Account.objects.get(pk=account.pk).stage


def test_the_page_says_what_goes_and_what_stays(me):
    page = me.get("/me/security/closing/").content.decode()
    assert page.index("删除什么") < page.index("保留什么") < page.index("确认注销")


def test_password_and_a_deliberate_word_close_it(me, account, sign_in):
    email = account.user.email
    assert "请先确认" in me.post("/me/security/closing/", {"current": PASSWORD}).content.decode()
    wrong = me.post("/me/security/closing/", {"current": "wrong", "sure": "on"}).content.decode()
    assert "当前密码不正确" in wrong
    assert stage(account) == "active"
    answer = me.post("/me/security/closing/", {"current": PASSWORD, "sure": "on"}, follow=True)
    assert "账户已注销" in answer.content.decode()
    assert stage(account) == "closed"
    assert me.get("/me/").url.startswith("/login")
    assert "用户名或密码不正确" in sign_in(email, PASSWORD, with_client=Client()).content.decode()


def test_under_review_it_is_refused_with_a_sentence(me, account, an_outcome):
    an_outcome(account, "submitted")
    page = me.get("/me/security/closing/").content.decode()
    assert "现在还不能注销" in page
    assert 'name="current"' not in page
    page = me.post("/me/security/closing/", {"current": PASSWORD, "sure": "on"}).content.decode()
    assert "办结或撤回以后" in page
    assert stage(account) == "active"


def test_it_is_the_learners_alone(client, signed_in, a_reviewer, gansu):
    signed_in(client, a_reviewer(gansu.province))
    assert client.get("/me/security/closing/").status_code == 403
    assert "注销账户" not in client.get("/me/security/").content.decode()


def test_a_reopened_learner_finds_the_old_outcomes_without_what_went(
    me, account, an_outcome, sign_in, agreement
):
    from creditbank.bank.accounts import activations, decisions
    from creditbank.bank.enrolments.models import Enrolment
    from creditbank.bank.history import VISITOR
    from creditbank.bank.users import people
    from tests.cast import SOMEBODY, _hash

    outcome = an_outcome(account, "stored", certificate_number="ZS-1", note="备注")
    me.post("/me/security/closing/", {"current": PASSWORD, "sure": "on"})
    enrolment = Enrolment.objects.get(pk=account.enrolment_id)
    again = activations.activate(enrolment, agreement=agreement, by=VISITOR)
    decisions.approve(again, by=SOMEBODY)
    user = people.find(account.user_id)
    people.confirm_email(user, by=user)
    user.password = _hash(PASSWORD)
    user.save()
    client = Client()
    assert sign_in(user.email, PASSWORD, with_client=client).url == "/me/"
    page = client.get(f"/me/outcomes/{outcome.number}/").content.decode()
    assert outcome.title in page
    assert "ZS-1" not in page
    assert client.get("/me/outcomes/all/").status_code == 200
    assert client.get("/me/").status_code == 200
