import re

import pyotp
import pytest
from django.test import Client

from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(a_reviewer, gansu):
    return a_reviewer(gansu.province)


@pytest.fixture
def newcomer(a_reviewer, gansu):
    user = a_reviewer(gansu.province)
    user.totp_secret, user.totp_confirmed_at = None, None
    user.save()
    return user


def factor(client, code):
    return client.post("/second-factor/", {"code": code})


def test_staff_come_in_by_password_and_code_only(client, sign_in, reviewer, totp):
    assert sign_in(reviewer.email, PASSWORD).url == "/second-factor/"
    for page in ("/work/", "/me/security/"):
        assert client.get(page).url.startswith("/login")

    assert factor(client, totp(reviewer)).url == "/work/"
    assert client.get("/work/").status_code == 200
    assert client.get("/login/choice").url == "/work/", "nothing to choose"


def test_a_code_seen_by_somebody_is_of_no_use_a_second_time(sign_in, reviewer, totp):
    code = totp(reviewer)
    client, thief = Client(), Client()
    sign_in(reviewer.email, PASSWORD, with_client=client)
    factor(client, code)
    sign_in(reviewer.email, PASSWORD, with_client=thief)

    assert "已经用过" in factor(thief, code).content.decode()
    assert thief.get("/work/").url.startswith("/login")


def test_without_the_password_the_code_opens_nothing(client, reviewer, totp):
    assert factor(client, totp(reviewer)).url == "/login"


def test_the_first_sign_in_sets_it_up_and_shows_the_spare_codes_once(client, sign_in, newcomer):
    sign_in(newcomer.email, PASSWORD)
    assert client.get("/second-factor/").url == "/second-factor/setup"
    page = client.get("/second-factor/setup").content.decode()
    secret = re.search(r'<dd class="mono">([A-Z2-7 ]+)</dd>', page)[1].replace(" ", "")
    assert "data:image/svg+xml" in page
    assert 'style="' not in page

    answer = client.post("/second-factor/setup", {"code": pyotp.TOTP(secret).now()})

    codes = re.findall(r"<li>([0-9A-Z]{5}-[0-9A-Z]{5})</li>", answer.content.decode())
    assert len(set(codes)) == 10
    assert client.get("/work/").status_code == 200
    assert codes[0] not in client.get("/me/security/").content.decode()

    other = Client()
    sign_in(newcomer.email, PASSWORD, with_client=other)
    assert factor(other, codes[0]).url == "/work/"
    again = Client()
    sign_in(newcomer.email, PASSWORD, with_client=again)
    assert factor(again, codes[0]).status_code == 200


def test_who_has_a_second_factor_cannot_set_up_another_with_the_password(client, sign_in, reviewer):
    sign_in(reviewer.email, PASSWORD)

    assert client.get("/second-factor/setup").url == "/second-factor/"


def test_guessing_codes_is_limited(client, sign_in, reviewer, totp):
    sign_in(reviewer.email, PASSWORD)
    for _number in range(8):
        factor(client, "ABCDE-FGHJK")

    assert "分钟后再试" in factor(client, totp(reviewer)).content.decode()
    assert client.get("/work/").url.startswith("/login")


def test_who_is_learner_and_staff_chooses(client, sign_in, a_learner, gansu, totp):
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.organisations import appointments
    from creditbank.bank.organisations.roles import Role
    from creditbank.bank.users import people, second_factors

    account = a_learner()
    user = people.find(account.user_id)
    appointments.appoint(user, role=Role.OFFICER, organisation=gansu.centre, by=SYSTEM)
    second_factors.provide(user, by=SYSTEM)

    sign_in(user.email, PASSWORD)
    answer = factor(client, totp(user))

    assert answer.url == "/login/choice"
    page = client.get(answer.url).content.decode()
    assert 'href="/me/"' in page
    assert 'href="/work/"' in page
