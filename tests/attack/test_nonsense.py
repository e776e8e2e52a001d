"""Nonsense in every form, address, cookie and header: never a page that says the bank is broken."""

import re
import uuid
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import get_resolver

from creditbank.bank.limits import challenges
from creditbank.bank.limits.models import Limit

pytestmark = pytest.mark.django_db

NASTY = [
    "\x00",
    "a\x00b",
    "\ufffe\uffff",
    "\u202e\u2066txt.exe",
    "'\"><script>alert(1)</script>",
    "{{7*7}}{% debug %}${7*7}",
    "%00%25%s%n",
    "\r\nSet-Cookie: owned=1",
    "' OR 1=1; DROP TABLE bank_account;--",
    "../../../../etc/passwd",
    "-1",
    "9" * 30,
    "9" * 5000,
    "1e999999999",
    "NaN",
    "-Infinity",
    "0x41",
    "١٢٣",
    "²",
    "[]",
    '{"a": {"b": 1}}',
    "A" * 100_000,
    "(" * 2000 + "a" * 30 + "!",
    "a@" * 5000 + "b",
    "a@" + "b." * 120 + "c",
    "x@\u3002\u3002",
    "@",
    "😀" * 500,
    "e\u0301" * 3000,
    "S" + "\uff11" * 17,
    str(uuid.UUID(int=0)),
    "9999-12-31T23:59:59.999999+14:00," + str(uuid.UUID(int=0)),
    "0001-01-01T00:00:00+14:00," + str(uuid.UUID(int=0)),
]
_INPUT = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
_KEPT = {"csrfmiddlewaretoken", "captcha", "captcha_id"}
QUERIES = (
    "next page q kind issuer for certificate other change stage before after due decided size to number"
).split()


def _patterns(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from _patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern)


ROUTES = sorted(set(_patterns(get_resolver())))
NEVER = {"logout", "me/security/sessions/", "account/status/leave"}


def wrong(answer):
    """What is wrong with an answer; what was sent comes back as text or not at all."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    if "owned" in answer.cookies:
        return "a cookie of the sender's"
    return "a script" if b"<script>alert(1)</script>" in answer.content else ""


def turns(route):
    """Of all the nonsense a share in `make test`, another for each address; all of it in the trial."""
    at = sum(route.encode())
    return {"\x00", "9" * 5000, *NASTY[at % 16 :: 16]}


@pytest.fixture
def somebody(a_learner, an_outcome, a_reviewer, an_officer, signed_in, gansu, agreement):
    """Factory of clients by who stands behind them, and what stands for the parts of addresses."""
    learner = a_learner()
    outcome = an_outcome(learner, "draft")
    submitted = an_outcome(learner, "submitted")
    reviewer = a_reviewer(gansu.province)
    officer = an_officer(gansu.centre)

    def make(who):
        client = Client(raise_request_exception=False)
        if who == "learner":
            return signed_in(client, learner.user), {outcome.number, submitted.number}
        if who in {"reviewer", "officer"}:
            client = signed_in(client, reviewer if who == "reviewer" else officer)
            client.post("/work/reviews/next/")
            return client, {"unknown"}
        return client, {"unknown"}

    return make


def addresses(route, parts):
    """An address of a route for each of the parts, where it has any."""
    route = re.sub(r"<uuid:\w+>", str(uuid.UUID(int=7)), route)
    route = re.sub(r"<int:\w+>", "1", route)
    return sorted({"/" + re.sub(r"<str:\w+>", part, route) for part in parts})


def fields(client, address):
    """The names of everything a page's forms would send."""
    answer = client.get(address, follow=True)
    return set(_INPUT.findall(answer.content.decode("utf-8", "replace"))) | {"next", "action"}


WHO = ["stranger", "learner", "reviewer", "officer"]
SHARES = [turns, pytest.param(lambda _route: set(NASTY), marks=pytest.mark.trial, id="all")]


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("who", WHO)
def test_in_every_address_and_query(who, share, somebody):
    client, parts = somebody(who)
    found = {}

    def look(address, what):
        if told := wrong(client.get(address)):
            found[address.partition("?")[0][:60], what[:30]] = told

    for route in set(ROUTES) - NEVER:
        for nasty in share(route):
            if "<str:" in route:
                for address in addresses(route, {quote(nasty[:2000], safe="")}):
                    look(address, nasty)
            query = "&".join(f"{name}={quote(nasty[:3000], safe='')}" for name in QUERIES)
            for address in addresses(route, parts):
                look(f"{address}?{query}", nasty)
    assert found == {}


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("who", WHO)
def test_in_every_field_of_every_form(who, share, somebody):
    client, parts = somebody(who)
    found = {}
    for route in set(ROUTES) - NEVER:
        for address in addresses(route, parts):
            names = fields(client, address) - _KEPT
            for nasty in share(route):
                Limit.objects.all().delete()
                challenge = {"captcha": "demo", "captcha_id": str(challenges.make().id)}
                if told := wrong(
                    client.post(address, {**dict.fromkeys(names, nasty), **challenge})
                ):
                    found[address, nasty[:30]] = told
    assert found == {}
