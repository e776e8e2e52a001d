import pytest
from django.test import Client

from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "cobalt walrus umbrella 7"


@pytest.fixture
def account(a_learner):
    return a_learner()


@pytest.fixture
def me(sign_in, account):
    client = Client()
    sign_in(account.user.email, PASSWORD, with_client=client)
    return client


def change(client, current, new=NEW):
    fields = {"current": current, "password": new, "again": new}
    return client.post("/me/security/password/", fields)


def test_the_address_is_shown_masked(me, account):
    page = me.get("/me/security/").content.decode()

    assert account.user.email not in page
    assert account.user.email.split("@")[1] in page or "***" in page


def test_a_changed_password_ends_other_sessions_not_this_one(me, sign_in, account):
    other = Client()
    sign_in(account.user.email, PASSWORD, with_client=other)

    assert change(me, PASSWORD).url == "/me/security/"

    assert me.get("/me/security/").status_code == 200
    assert other.get("/me/security/").url.startswith("/login")
    assert sign_in(account.user.email, PASSWORD, with_client=Client()).status_code == 200
    assert sign_in(account.user.email, NEW, with_client=Client()).url == "/me/"


def test_who_finds_an_open_session_cannot_change_the_password(me, account):
    assert "当前密码不正确" in change(me, "wrong").content.decode()
    for _number in range(10):
        change(me, "wrong")
    assert "分钟后再试" in change(me, PASSWORD).content.decode()


def test_signing_out_everywhere_ends_this_session_too(me, sign_in, account):
    other = Client()
    sign_in(account.user.email, PASSWORD, with_client=other)

    me.post("/me/security/sessions/")

    for client in (me, other):
        assert client.get("/me/security/").url.startswith("/login")


def test_the_language_chosen_is_that_of_pages_and_messages(me, account):
    from creditbank.bank.users import people

    me.post("/me/security/language/", {"language": "en"})
    assert people.find(account.user_id).addressee.language == "en"
    assert me.cookies["language"].value == "en"
    assert me.post("/me/security/language/", {"language": "tlh"}).status_code == 400


def test_staff_renew_their_spare_codes_with_the_authenticator(
    client, sign_in, a_reviewer, gansu, totp
):
    user = a_reviewer(gansu.province)
    sign_in(user.email, PASSWORD)
    client.post("/second-factor/", {"code": totp(user)})
    assert client.get("/me/security/").status_code == 200

    page = client.post("/me/security/spare-codes/", {"code": "000000"}).content.decode()
    assert "验证码不正确" in page
    page = client.post("/me/security/spare-codes/", {"code": totp(user, 1)}).content.decode()
    assert page.count("<li>") >= 10
