import re

import pytest
from django.test import Client

from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "cobalt walrus umbrella 7"


def run_jobs():
    from django.db import connection

    from creditbank.bank.users import tasks

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'key' FROM procrastinate_jobs WHERE task_name = 'users.recover'"
        )
        keys = [key for (key,) in cursor.fetchall()]
    for key in keys:
        tasks.recover(key=key)


@pytest.fixture
def ask(client, with_captcha):
    return lambda address: client.post("/recover", {"email": address, **with_captcha()})


@pytest.fixture
def path(a_learner, ask, secret):
    account = a_learner()
    ask(account.user.email)
    run_jobs()
    return account, f"/recover/{secret('user_recovery', 'token')}"


def test_known_and_unknown_addresses_get_the_same_answer(client, ask, a_learner, letters):
    account = a_learner()
    said = letters()

    def answer(address):
        response = ask(address)
        page = client.get(response.url).content.decode()
        return response.url, re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)

    assert answer(account.user.email) == answer("nobody@example.org")
    run_jobs()
    assert letters()[len(said) :] == ["user_recovery"]


def test_without_the_captcha_nothing_is_sent(client, a_learner):
    from django.db import connection

    client.post("/recover", {"email": a_learner().user.email})

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'users.recover'")
        assert cursor.fetchone() == (0,)


def test_the_link_sets_a_password_once_and_ends_every_session(path, sign_in, letters):
    account, address = path
    elsewhere, client = Client(), Client()
    sign_in(account.user.email, PASSWORD, with_client=elsewhere)
    assert elsewhere.get("/me/security/").status_code == 200
    assert client.get(address).status_code == 200, "looking does not use it up"

    assert client.post(address, {"password": NEW, "again": NEW}).url == "/login"

    assert elsewhere.get("/me/security/").url.startswith("/login")
    assert client.get(address).status_code == 410
    assert client.post(address, {"password": NEW, "again": NEW}).status_code == 410
    assert letters()[-1] == "user_password_changed"
    assert sign_in(account.user.email, NEW, with_client=client).url == "/me/"


def test_a_link_older_than_an_hour_is_over(path, later):
    _account, address = path

    with later(minutes=61):
        assert Client().get(address).status_code == 410


def test_a_refused_password_leaves_the_link_alive(path, client):
    _account, address = path

    assert client.post(address, {"password": "short", "again": "short"}).status_code == 200
    assert client.get(address).status_code == 200


def test_a_new_password_does_not_pass_the_second_factor(
    client, a_reviewer, gansu, ask, secret, sign_in
):
    user = a_reviewer(gansu.province)
    ask(user.email)
    run_jobs()
    client.post(f"/recover/{secret('user_recovery', 'token')}", {"password": NEW, "again": NEW})

    assert sign_in(user.email, NEW).url == "/second-factor/"
    assert client.get("/work/").url.startswith("/login")
