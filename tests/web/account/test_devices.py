"""Where somebody is signed in, and the letter about a browser never seen before."""

import re

import pytest
from django.test import Client

from creditbank.bank import clock
from creditbank.bank.users import agents, sessions
from creditbank.bank.users.models import Device, Session
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17) AppleWebKit/605 Mobile MicroMessenger/8.0"


@pytest.fixture
def account(a_learner):
    return a_learner()


@pytest.fixture
def enter(sign_in, account):
    def enter(agent=CHROME):
        client = Client(headers={"user-agent": agent})
        assert sign_in(account.user.email, PASSWORD, with_client=client).url == "/me/"
        return client

    return enter


def handles(client):
    page = client.get("/me/security/devices/").content.decode()
    return re.findall(r"devices/([0-9a-f-]{36})/end/", page)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Windows 上的 Chrome"),
        (WECHAT, "iPhone 上的 微信"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko Firefox/120.0", "Linux 上的 Firefox"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120.0", "Windows 上的 Edge"),
        ("curl/8.0", "未知的浏览器"),
        ("", "未知的浏览器"),
    ],
)
def test_a_device_is_told_in_words(agent, words):
    assert agents.words(agents.read(agent)) == words


def test_the_list_marks_this_one_and_names_the_others(enter):
    here, _there = enter(), enter(WECHAT)
    page = here.get("/me/security/devices/").content.decode()
    assert page.count("当前设备") == 1
    assert page.index("Windows 上的 Chrome") < page.index("iPhone 上的 微信")
    assert len(handles(here)) == 1


def test_an_ended_session_is_signed_out_at_its_next_request(enter):
    here, there = enter(), enter(WECHAT)
    assert there.get("/me/").status_code == 200
    here.post(f"/me/security/devices/{handles(here)[0]}/end/")
    assert there.get("/me/").url.startswith("/login")
    assert here.get("/me/").status_code == 200
    assert handles(here) == []


def test_all_others_end_at_once_and_this_one_goes_on(enter):
    here, others = enter(), [enter(), enter(WECHAT)]
    here.post("/me/security/devices/others/")
    assert here.get("/me/").status_code == 200
    assert all(other.get("/me/").url.startswith("/login") for other in others)


def test_nobody_ends_or_sees_the_session_of_somebody_else(enter, a_learner, sign_in):
    enter()
    (handle,) = handles(enter(WECHAT))
    stranger = Client()
    sign_in(a_learner().user.email, PASSWORD, with_client=stranger)
    assert handles(stranger) == []
    assert stranger.post(f"/me/security/devices/{handle}/end/").status_code == 404
    assert Session.objects.filter(handle=handle).exists()


def test_a_session_that_a_new_password_ended_is_not_listed(enter):
    here, _there = enter(), enter(WECHAT)
    new = "cobalt walrus umbrella 7"
    here.post("/me/security/password/", {"current": PASSWORD, "password": new, "again": new})
    assert "当前设备" in here.get("/me/security/devices/").content.decode()
    assert handles(here) == []


def test_the_key_of_a_session_stands_in_no_page_and_in_no_other_column(enter):
    here = enter()
    row = Session.objects.get(user_id__isnull=False)
    assert row.session_key not in here.get("/me/security/devices/").content.decode()
    told = [str(getattr(row, field.attname)) for field in Session._meta.fields]
    assert [value for value in told if row.session_key in value] == [row.session_key]


def test_when_a_session_was_seen_last_moves_on(enter, later):
    here = enter()
    before = Session.objects.get(user_id__isnull=False).seen_at
    with later(minutes=6):
        here.get("/me/")
        assert Session.objects.get(user_id__isnull=False).seen_at > before


def test_sessions_whose_time_is_over_are_swept(enter, later):
    enter()
    assert sessions.sweep() == 0
    with later(days=2):
        assert sessions.sweep() == 1


def test_the_letter_about_a_new_device_comes_once_per_device(enter, sign_in, account, letters):
    here = enter()
    assert "user_new_device" not in letters()  # the first browser of all: its code was just typed
    there = enter(WECHAT)
    assert letters().count("user_new_device") == 1
    for client in (here, there):
        client.post("/logout")
        sign_in(account.user.email, PASSWORD, with_client=client)
    assert letters().count("user_new_device") == 1
    assert Device.objects.count() == 2


def test_the_cookie_is_signed_and_closed_to_scripts_and_only_its_fingerprint_is_kept(enter):
    cookie = enter().cookies["device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) > 300 * 24 * 3600
    device = cookie.value.split(":")[0]
    row = Device.objects.get()
    assert device.encode() not in bytes(row.fingerprint)
    assert len(device) >= 20


def test_a_forged_cookie_is_a_new_device(enter, account, sign_in, letters):
    first = enter()
    client = Client()
    value = first.cookies["device"].value
    client.cookies["device"] = value[:-2] + ("aa" if value[-2:] != "aa" else "bb")
    sign_in(account.user.email, PASSWORD, with_client=client)
    assert letters().count("user_new_device") == 1


def test_another_user_of_the_same_browser_is_told_of_it_too(enter, a_learner, sign_in, letters):
    client, other = enter(), a_learner()
    Device.objects.create(user=other.user, fingerprint=b"x" * 32, seen_at=clock.now())
    client.post("/logout")
    sign_in(other.user.email, PASSWORD, with_client=client)
    assert letters().count("user_new_device") == 1


def test_staff_see_their_devices_in_their_own_frame(
    client, sign_in, a_reviewer, gansu, totp, letters
):
    user = a_reviewer(gansu.province)
    sign_in(user.email, PASSWORD)
    assert "user_new_device" not in letters()  # half a sign-in is none
    client.post("/second-factor/", {"code": totp(user)})
    assert letters().count("user_new_device") == 1
    page = client.get("/me/security/devices/").content.decode()
    assert "工作台" in page
    assert "当前设备" in page


def test_the_list_costs_the_same_however_long(enter, django_assert_num_queries):
    here = enter()
    here.get("/me/security/devices/")
    with django_assert_num_queries(3):
        here.get("/me/security/devices/")
    for _each in range(3):
        enter()
    with django_assert_num_queries(3):
        here.get("/me/security/devices/")
