"""Changing e-mail and mobile: nobody takes over or probes an address that is not theirs."""

import pytest
from django.test import Client

from creditbank.bank.messages.models import Message
from creditbank.bank.users import people
from creditbank.bank.users.models import Session
from creditbank.bank.users.sessions import SessionStore
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "brand.new@example.net"


@pytest.fixture
def account(a_learner):
    return a_learner()


@pytest.fixture
def me(sign_in, account):
    client = Client()
    sign_in(account.user.email, PASSWORD, with_client=client)
    return client


def name(client, email=NEW, current=PASSWORD):
    return client.post("/me/security/email/", {"email": email, "current": current})


def type_code(client, code):
    return client.post("/me/security/email/code/", {"code": code})


def address_of(account):
    return people.find(account.user_id).email


def sent_to(address):
    return [row.letter for row in Message.objects.order_by("id") if row.address == address]


def test_a_code_to_the_new_address_makes_it_count_and_the_old_one_is_told(
    me, account, secret, sign_in
):
    old = account.user.email
    assert name(me).url == "/me/security/email/code/"
    assert address_of(account) == old
    assert sent_to(NEW) == ["user_code"]
    assert type_code(me, secret("user_code", "code")).url == "/me/security/"
    assert address_of(account) == NEW
    assert sent_to(old)[-1] == "user_email_changed"
    assert people.find(account.user_id).email_confirmed_at
    assert me.get("/me/").status_code == 200
    assert sign_in(NEW, PASSWORD, with_client=Client()).url == "/me/"
    assert sign_in(old, PASSWORD, with_client=Client()).status_code == 200


def test_the_password_is_asked_and_wrong_ones_are_counted(me, account):
    assert "当前密码不正确" in name(me, current="wrong").content.decode()
    assert sent_to(NEW) == []
    for _each in range(10):
        name(me, current="wrong")
    assert "分钟后再试" in name(me).content.decode()


def test_an_address_of_somebody_else_answers_the_same_words(me, a_learner, account, secret):
    theirs = a_learner().user.email
    pages = []
    for address in (NEW, theirs):
        answer = name(me, email=address)
        assert answer.url == "/me/security/email/code/"
        page = me.get(answer.url).content.decode()
        pages.append(page.replace(address, "X").split("<main")[1].split("</main>")[0])
    assert strip_token(pages[0]) == strip_token(pages[1])
    assert sent_to(theirs)[-1] == "user_address_wanted"
    assert "user_code" not in sent_to(theirs)


def strip_token(page):
    return "".join(part for part in page.split("\n") if "csrf" not in part)


def test_no_code_takes_somebody_elses_address(me, a_learner, account, secret):
    """The code of an own address does not serve for another's; nor does any guess."""
    owner = a_learner()
    theirs, mine = owner.user.email, account.user.email
    name(me)
    code = secret("user_code", "code")
    name(me, email=theirs)
    assert "验证码不正确" in type_code(me, code).content.decode()
    assert address_of(account) == mine
    assert people.find_by_email(theirs).pk == owner.user_id


def test_an_address_confirmed_by_another_in_between_is_not_taken(me, account, secret):
    from creditbank.bank.history import SYSTEM

    name(me)
    other = people.create_learner(NEW, "别人", by=SYSTEM)
    people.confirm_email(other, by=SYSTEM)
    assert "已用于另一个账户" in type_code(me, secret("user_code", "code")).content.decode()
    assert address_of(account) != NEW


def test_the_new_address_stands_in_no_session_in_plain(me):
    name(me)
    kept = str([SessionStore().decode(row.session_data) for row in Session.objects.all()])
    assert NEW not in kept


def test_what_was_typed_stays_and_ones_own_address_is_no_change(me, account):
    page = name(me, email="no address").content.decode()
    assert "no address" in page
    assert "这就是现在的邮箱" in name(me, email=account.user.email.upper()).content.decode()
    assert me.get("/me/security/email/code/").url == "/me/security/email/"


def test_a_recovery_link_to_the_old_address_is_dead(me, account, secret):
    import datetime as dt

    from creditbank.bank.users import links
    from creditbank.bank.users.models import Link

    token = links.make(Link.Purpose.RECOVERY, account.user_id, dt.timedelta(hours=1))
    name(me)
    type_code(me, secret("user_code", "code"))
    assert links.peek(token, Link.Purpose.RECOVERY) is None


def test_staff_change_theirs_within_their_frame(client, signed_in, a_reviewer, gansu, secret):
    user = a_reviewer(gansu.province)
    signed_in(client, user)
    assert "工作台" in client.get("/me/security/email/").content.decode()
    name(client)
    type_code(client, secret("user_code", "code"))
    assert people.find(user.pk).email == NEW
    assert client.get("/me/security/mobile/").status_code == 403


def test_a_mobile_number_is_checked_kept_and_shown(me, account):
    page = me.post("/me/security/mobile/", {"mobile": "12345"}).content.decode()
    assert "11 位手机号码" in page
    assert 'value="12345"' in page
    assert me.post("/me/security/mobile/", {"mobile": "159 1234 5678"}).url == "/me/security/"
    page = me.get("/me/security/").content.decode()
    assert "159 **** 5678" in page
    assert "159 1234 5678" in me.get("/me/security/mobile/").content.decode()
