"""Doors and what stands behind them: tokens, hosts, redirects, sessions, other people's things."""

import datetime as dt
import io
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from creditbank.bank import clock
from creditbank.bank.accounts.models import Slip
from creditbank.bank.limits import challenges
from creditbank.bank.outcomes.models import Outcome
from creditbank.config import environment, keyring, wsgi
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def _patterns(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback.gate
        else:
            yield from _patterns(entry, prefix + str(entry.pattern))


GATES = dict(_patterns(get_resolver()))
ID = "00000000-0000-7000-8000-000000000001"


def address(route, part="SXXXXXXXXXXXX"):
    route = re.sub(r"<uuid:\w+>", ID, route)
    return "/" + re.sub(r"<(?:str|slug):\w+>", part, re.sub(r"<int:\w+>", "1", route))


# The token is in a body that may be large: a stranger is turned away before it is read, and of who
# passes the gate it is asked for then (`tests/web/organisation/test_rosters.py`).
GATE_FIRST = {"work/rosters/new/"}


@pytest.mark.parametrize("route", GATES)
def test_nothing_is_done_by_a_post_without_a_token(route):
    answer = Client(enforce_csrf_checks=True).post(address(route), {"agree": "on"})
    if route in GATE_FIRST:
        assert (answer.status_code, answer.url) == (302, "/login")
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize("route", [route for route, gate in GATES.items() if gate != "public"])
def test_a_stranger_is_sent_to_the_door_whatever_is_asked(route):
    for answer in (Client().get(address(route)), Client().post(address(route))):
        assert answer.status_code == 302
        assert answer.url.startswith("/login")


@pytest.mark.parametrize("route", [r for r, gate in GATES.items() if gate.startswith("staff:")])
def test_a_learner_gets_through_no_staff_door(route, a_learner, signed_in):
    client = signed_in(Client(), a_learner().user)
    for answer in (client.get(address(route)), client.post(address(route))):
        assert answer.status_code == 403


@pytest.mark.parametrize("route", [route for route, gate in GATES.items() if gate == "learner"])
def test_staff_without_an_account_get_through_no_learners_door(route, a_reviewer, signed_in, gansu):
    client = signed_in(Client(), a_reviewer(gansu.province))
    for answer in (client.get(address(route)), client.post(address(route))):
        assert answer.status_code == 403


@pytest.mark.parametrize("route", [r for r in GATES if r.startswith("me/outcomes/<str:")])
def test_what_is_somebody_elses_is_not_there(route, a_learner, an_outcome, signed_in):
    mine, theirs = a_learner(), a_learner()
    outcome = an_outcome(theirs, "submitted")
    scan = outcome.evidence.get()
    client = signed_in(Client(), mine.user)
    path = address(route, outcome.number).replace(ID, str(scan.pk))
    for answer in (client.get(path), client.post(path, {"action": "submit"})):
        assert answer.status_code in {404, 405}
    # Nor by way of something of one's own.
    own = an_outcome(mine, "submitted")
    if "<uuid:" in route:
        assert client.get(address(route, own.number).replace(ID, str(scan.pk))).status_code == 404
    outcome.refresh_from_db()
    assert outcome.stage == "submitted"


def test_a_draft_cannot_be_begun_under_anothers_id(a_learner, an_outcome, signed_in, a_kind):
    from django.core import signing

    theirs = an_outcome(a_learner(), "draft")
    client = signed_in(Client(), a_learner().user)
    told = {"kind": a_kind.code, "title": "x", "issuer": "y", "action": "draft"}
    known = signing.dumps(theirs.pk.hex, salt="outcome form")  # as if seen on their screen
    for token in ("", theirs.pk.hex, str(theirs.pk), signing.dumps(theirs.pk.hex), known):
        answer = client.post("/me/outcomes/new/?other=1", {**told, "draft": token})
        assert answer.status_code < 500
    assert Outcome.objects.get(pk=theirs.pk).title == theirs.title
    assert Outcome.objects.filter(account=theirs.account).count() == 1


def test_extra_fields_change_nothing(a_learner, signed_in, a_kind, an_enrolment, agreement):
    learner, other = a_learner(), a_learner()
    client = signed_in(Client(), learner.user)
    draft = client.get("/me/outcomes/new/?other=1").context["token"]
    told = {"kind": a_kind.code, "title": "x", "issuer": "y", "action": "draft", "draft": draft}
    extra = {
        "stage": "stored",
        "account": str(other.pk),
        "account_id": str(other.pk),
        "number": "S1",
        "is_staff_member": "on",
        "certificate_key": "00",
    }
    client.post("/me/outcomes/new/?other=1", {**told, **extra})
    outcome = Outcome.objects.get()
    assert (outcome.account, outcome.stage) == (learner, "draft")
    stranger, mine, theirs = Client(), an_enrolment(), an_enrolment()
    stranger.post("/activate", {"agree": "on", "agreement": ID})
    solved = {"captcha": "demo", "captcha_id": str(challenges.make().id)}
    stranger.post("/activate/number", {"number": mine.number, **solved})
    extra = {"enrolment": str(theirs.pk), "vouched_by": "in_person", "email": "x@example.org"}
    stranger.post("/activate/person", extra)
    slip = Slip.objects.get()
    assert (slip.enrolment, slip.address) == (mine, mine.email)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1", "a b", ""])
def test_another_host_is_turned_away(host):
    assert Client(HTTP_HOST=host or "\t").get("/login").status_code == 400


def test_links_in_letters_lead_to_the_public_address_whatever_host_was_asked(a_learner):
    from creditbank.bank.messages import rendering
    from creditbank.bank.messages.models import Message
    from creditbank.bank.users import tasks

    user = a_learner().user
    client = Client(HTTP_HOST="localhost:9999", HTTP_X_FORWARDED_HOST="evil.example")
    solved = {"captcha": "demo", "captcha_id": str(challenges.make().id)}
    assert client.post("/recover", {"email": user.email, **solved}).status_code == 302
    tasks.recover(key=bytes(user.email_fingerprint).hex())
    body = rendering.to_send(Message.objects.get(letter="user_recovery")).body
    assert set(re.findall(r"https?://[^/\s]+", body)) == {settings.PUBLIC_URL}


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "\t//evil.example",
    "https://127.0.0.1@evil.example/",
    "data:text/html,x",
    "/me/../..//evil.example",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_no_page_sends_anybody_elsewhere(wanted, a_learner, a_reviewer, signed_in, gansu):
    staff = signed_in(Client(), a_reviewer(gansu.province))
    answers = [
        Client().post("/language", {"language": "en", "next": wanted}),
        Client().post("/theme", {"theme": "dark", "next": wanted}),
        staff.post("/work/seat/", {"next": wanted}),
    ]
    client = Client()
    client.get("/login", {"next": wanted})
    answers.append(client.post("/login", {"name": a_learner().user.email, "password": PASSWORD}))
    for answer in answers:
        assert answer.status_code == 302
        assert re.match(r"/(?![/\\])", answer.url), answer.url
        assert "javascript:" not in answer.url


def test_the_key_of_a_session_changes_with_every_step_of_trust(a_learner):
    account, client = a_learner(first_sign_in=True), Client()
    known = {"fixed" * 6}
    client.cookies[settings.SESSION_COOKIE_NAME] = "fixed" * 6
    number = account.documents.get().number
    client.post("/login", {"name": f"S{number}", "password": number[-6:]})
    assert client.session.session_key not in known
    known.add(client.session.session_key)
    other = a_learner()
    client.post("/login", {"name": other.user.email, "password": PASSWORD})
    assert client.session.session_key not in known
    assert "pending" not in client.session


def test_a_session_that_was_signed_out_is_dead_on_the_server(a_learner):
    client, thief = Client(), Client()
    client.post("/login", {"name": a_learner().user.email, "password": PASSWORD})
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key
    assert thief.get("/me/").status_code == 200
    client.post("/logout")
    assert thief.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("pauses", "inside"),
    [([119], True), ([121], False), ([100] * 7, True), ([100] * 8, False)],
)
def test_a_session_ends_after_two_idle_hours_and_twelve_in_all(pauses, inside, a_learner):
    client, now = Client(), clock.now()
    client.post("/login", {"name": a_learner().user.email, "password": PASSWORD})
    for minutes in pauses:
        now += dt.timedelta(minutes=minutes)
        with clock.frozen(now):
            answer = client.get("/me/")
    assert (answer.status_code == 200) is inside


def test_the_session_cookie_goes_with_the_browser_and_is_closed_to_scripts(a_learner):
    client = Client()
    client.post("/login", {"name": a_learner().user.email, "password": PASSWORD})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"]) == ("", "", True)
    assert cookie["samesite"] == "Lax"


def test_pages_are_kept_by_no_cache_and_framed_by_nobody(a_learner, an_outcome, signed_in):
    learner = a_learner()
    outcome = an_outcome(learner)
    client = signed_in(Client(), learner.user)
    scan = outcome.evidence.get()
    captcha = f"/captcha/{challenges.make().id}.png"
    for path in (
        *("/", "/login", "/activate", "/me/", "/no-such-page", captcha),
        f"/me/outcomes/{outcome.number}/evidence/{scan.pk}/1",
        f"/me/outcomes/{outcome.number}/evidence/{scan.pk}/original",
    ):
        answer = client.get(path)
        assert "no-store" in answer["Cache-Control"], path
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"])
def test_other_methods_are_not_allowed(method):
    assert Client().generic(method, "/login").status_code == 405


@pytest.mark.parametrize(
    "cookie",
    ['session="\\000aaaaaaaaaa"', "session=" + "x" * 5000, "session=%00%00%00%00%00%00", "a=\xff"],
)
def test_no_cookie_breaks_a_page(cookie):
    assert Client(HTTP_COOKIE=cookie).get("/login").status_code in {200, 400}


def test_a_body_that_is_too_long_is_not_read():
    class Endless(io.RawIOBase):
        def read(self, _size=-1):
            raise AssertionError("it was read")

    told = {"CONTENT_LENGTH": str(10**12), "wsgi.input": Endless()}
    kind = "multipart/form-data; boundary=x"
    assert Client().generic("POST", "/login", content_type=kind, **told).status_code == 400


class Heard(Exception):  # noqa: N818 - it is no error
    pass


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "client"),
    [
        ("203.0.113.9", "198.51.100.1", "127.0.0.1,::1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", "127.0.0.1,::1", "198.51.100.1"),
        ("::1", "2001:db8::1", "127.0.0.1,::1", "2001:db8::1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "127.0.0.1,::1", "198.51.100.1"),
        ("10.0.7.9", "198.51.100.1", "10.0.0.0/16", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1", "10.0.0.0/16", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1", "", "127.0.0.1"),
        ("", "198.51.100.1", "127.0.0.1", ""),
        ("127.0.0.1", "", "127.0.0.1", "127.0.0.1"),
    ],
)
def test_only_our_own_proxy_is_believed_and_only_its_last_word(
    peer, forwarded, proxies, client, monkeypatch, settings, tmp_path
):
    seen = {}
    monkeypatch.setattr(wsgi, "_django", lambda environ, _start: seen.update(environ) or [])
    settings.PROXIES = environment.load({"PROXIES": proxies, "DATA_DIR": str(tmp_path)}).proxies
    wsgi.application({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}, None)
    assert seen["REMOTE_ADDR"] == client
    assert "HTTP_X_FORWARDED_FOR" not in seen


def test_a_proxy_that_is_no_address_is_refused_by_name(tmp_path):
    with pytest.raises(keyring.WrongSetting, match=r"^PROXIES "):
        environment.load({"PROXIES": "proxy.example", "DATA_DIR": str(tmp_path)})


def test_tokens_of_links_stand_in_no_log(caplog):
    token = "s3cr3t-token-of-a-link"
    for path in ("recover", "activate/not-me", "activate/vouch", "activate/status"):
        Client().get(f"/{path}/{token}")
        Client().post(f"/{path}/{token}", {"password": token, "again": token})
    assert "recover" in caplog.text
    assert token not in caplog.text


def test_signing_in_and_failing_to_are_written_down_without_the_name(a_learner, caplog):
    user = a_learner().user
    Client().post("/login", {"name": user.email, "password": "wrong"})
    Client().post("/login", {"name": user.email, "password": PASSWORD})
    assert "not_signed_in" in caplog.text
    assert str(user.pk) in caplog.text
    assert user.email not in caplog.text


def test_nobody_fills_the_disk_with_drafts(a_learner, signed_in, a_kind, a_jpeg):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from creditbank.bank.files.models import StoredFile
    from creditbank.bank.limits.models import Limit

    client = signed_in(Client(), a_learner().user)
    told = {"kind": a_kind.code, "title": "x", "issuer": "y", "action": "draft"}

    def send():
        draft = client.get("/me/outcomes/new/?other=1").context["token"]
        file = SimpleUploadedFile("x.jpg", a_jpeg())
        return client.post("/me/outcomes/new/?other=1", {**told, "draft": draft, "evidence": file})

    assert send().status_code == 302
    Limit.objects.update(hits=200)
    page = send()
    assert "尝试的次数太多了" in page.content.decode()
    assert StoredFile.objects.count() == 1


def test_openings_to_other_addresses_do_not_keep_the_learner_out(an_enrolment, agreement):
    from creditbank.bank.accounts import activations
    from creditbank.bank.history import VISITOR

    mine = an_enrolment()

    def opened(email):
        return activations.activate(mine, agreement=agreement, email=email, by=VISITOR)

    for at in range(5):
        opened(f"thief{at}@example.net")
    assert opened(mine.email) is not None
    assert opened(mine.email) is None
    assert opened("one.more@example.net") is None
