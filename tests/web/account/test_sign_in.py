import re

import pytest
from django.test import Client

from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
NEUTRAL = "用户名或密码不正确"


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_the_page_has_the_words_of_the_printed_guide(client):
    page = client.get("/login").content.decode()

    assert re.search(r"<h1>\s*登录\s*</h1>", page)
    assert re.search(r"<button[^>]*>\s*登录\s*</button>", page)
    assert re.search(r'<a href="/activate">\s*国开学生账户激活\s*</a>', page)
    assert re.search(r'<a href="/register">\s*注册\s*</a>', page)
    assert "忘记密码" in page


@pytest.mark.parametrize("spell", [str, str.lower, lambda name: f" {name[:7]} {name[7:]} "])
def test_a_learner_signs_in_by_s_and_number(client, sign_in, a_learner, number_of, spell):
    account = a_learner()

    answer = sign_in(spell(f"S{number_of(account)}"), PASSWORD)

    assert answer.url == "/me/"
    assert is_signed_in(client)


def test_a_sign_in_asks_the_database_little(
    client, sign_in, a_learner, number_of, django_assert_max_num_queries
):
    account = a_learner()
    name = f"S{number_of(account)}"
    assert sign_in(name, PASSWORD).url == "/me/"  # from now on the browser is known
    client.post("/logout")

    with django_assert_max_num_queries(9):
        assert sign_in(name, PASSWORD).url == "/me/"


def test_failures_before_a_success_are_forgotten_with_it(client, sign_in, a_learner):
    account = a_learner()
    for _try in range(2):
        sign_in(account.user.email, "wrong", with_client=Client())

    assert sign_in(account.user.email, PASSWORD, with_client=Client()).url == "/me/"
    for _try in range(2):
        sign_in(account.user.email, "wrong", with_client=Client())
    assert sign_in(account.user.email, PASSWORD).url == "/me/"


def test_a_learner_signs_in_by_address(client, sign_in, a_learner):
    account = a_learner()

    assert sign_in(account.user.email.upper(), PASSWORD).url == "/me/"


def test_signing_in_changes_the_session_and_keeps_where_one_wanted_to_go(
    client, sign_in, a_learner
):
    account = a_learner()
    client.get("/login?next=/me/outcomes/")
    before = client.session.session_key

    assert sign_in(account.user.email, PASSWORD).url == "/me/outcomes/"
    assert client.session.session_key != before


@pytest.mark.parametrize("wanted", ["https://evil.example/me/", "//evil.example", "/dev/mail"])
def test_nobody_is_sent_elsewhere_after_signing_in(client, sign_in, a_learner, wanted):
    account = a_learner()
    client.get("/login", {"next": wanted})

    assert sign_in(account.user.email, PASSWORD).url == "/me/"


def test_every_failure_reads_the_same(sign_in, a_learner, number_of):
    active, waiting = a_learner(), a_learner(stage="pending_review")
    suspended, fresh = a_learner(stage="suspended"), a_learner(first_sign_in=True)
    tries = [
        (active.user.email, "wrong"),
        (f"S{number_of(active)}", "wrong"),
        ("nobody@example.org", PASSWORD),
        ("S659011199001010014", PASSWORD),
        (f"S{number_of(waiting)}", PASSWORD),
        (waiting.user.email, PASSWORD),
        (suspended.user.email, "wrong"),
        (f"S{number_of(fresh)}", "000000"),
    ]

    pages = set()
    for name, password in tries:
        client = Client()
        page = sign_in(name, password, with_client=client).content.decode()
        assert NEUTRAL in page
        assert not is_signed_in(client)
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
        pages.add(page.replace(name, "NAME"))
    assert len(pages) == 1


def test_what_was_typed_stays_in_no_table(client, sign_in, a_learner, number_of):
    from tests.bank.users.dumps import everything

    account = a_learner()
    number = number_of(account)
    sign_in(f"S{number}", "wrong password 1")
    sign_in("someone.else@example.org", "wrong password 2")
    sign_in(f"S{number}", PASSWORD)

    dump = everything()
    assert str(account.pk) in dump
    for typed in (number, account.user.email, "someone.else@example.org", "wrong password"):
        assert typed not in dump
        assert typed.encode().hex() not in dump


def test_after_three_failures_a_captcha_is_asked_for(client, sign_in, a_learner, with_captcha):
    account = a_learner()
    for _number in range(3):
        sign_in(account.user.email, "wrong")

    assert 'name="captcha"' in client.get("/login").content.decode()
    sign_in(account.user.email, PASSWORD)
    assert not is_signed_in(client)
    sign_in(account.user.email, PASSWORD, **with_captcha())
    assert is_signed_in(client)


def test_another_browser_does_not_help_against_the_captcha(sign_in, a_learner):
    account = a_learner()
    for _number in range(3):
        sign_in(account.user.email, "wrong", with_client=Client())

    client = Client()
    page = sign_in(account.user.email, PASSWORD, with_client=client).content.decode()
    assert 'name="captcha"' in page
    assert not is_signed_in(client)


def test_after_ten_failures_only_waiting_helps(client, sign_in, a_learner, with_captcha, later):
    account = a_learner()
    for _number in range(10):
        sign_in(account.user.email, "wrong", **with_captcha())

    page = sign_in(account.user.email, PASSWORD, **with_captcha()).content.decode()
    assert "分钟后再试" in page
    assert not is_signed_in(client)
    with later(minutes=16):
        sign_in(account.user.email, PASSWORD, **with_captcha())
        assert is_signed_in(client)


def test_failures_elsewhere_do_not_shut_the_owner_out(sign_in, a_learner, with_captcha):
    account = a_learner()
    attacker = Client(REMOTE_ADDR="203.0.113.7")
    for _number in range(10):
        sign_in(account.user.email, "wrong", with_client=attacker, **with_captcha())

    owner = Client(REMOTE_ADDR="198.51.100.8")
    sign_in(account.user.email, PASSWORD, with_client=owner)
    assert is_signed_in(owner)


def test_signing_out_takes_a_post_and_leaves_nothing(client, sign_in, a_learner):
    account = a_learner()
    sign_in(account.user.email, PASSWORD)

    assert client.get("/logout").status_code == 405
    assert is_signed_in(client)
    client.post("/logout")
    assert not is_signed_in(client)
    assert client.get("/me/security/").url.startswith("/login")


def test_pages_follow_the_language_of_the_user(client, sign_in, a_learner):
    from creditbank.bank.users import people

    account = a_learner()
    people.speak(account.user, "en", by=account.user)

    sign_in(account.user.email, PASSWORD)

    assert client.cookies["language"].value == "en"


def test_a_session_ends_when_the_user_is_barred(client, sign_in, a_learner):
    account = a_learner()
    sign_in(account.user.email, PASSWORD)
    account.user.is_active = False
    account.user.save()

    assert client.get("/me/security/").url.startswith("/login")
