"""A stranger with a list of numbers and addresses: what they do, and everything they get to see.

`PAGES` is the table of what is attacked; a further page is a further row.
"""

import json
import re
import time
from dataclasses import dataclass, field

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creditbank.bank.limits import challenges
from creditbank.bank.messages.models import Message
from tests.web.public import registering

HOME = "198.51.100.7"
# What is new on every page, for everybody: tokens, the captcha, one's own link.
_FRESH = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|captcha[_/][^"\s]*|name="captcha_id" value="[^"]*"'
    r"|/register/confirm/[\w-]+"
)
# What every number tells of whoever has it.
_OF_THE_NUMBER = re.compile(r"男|女|\d{4}年\d{1,2}月\d{1,2}日")
_MASKED = re.compile(r"\d{3}\*+[\dX]{4}|\d{3}\*+\d{3}[\dX]")
_LITERAL = re.compile(r"'(?:[^']|'')*'(?:::\w+)?|\b\d+\b|\(NULL\)|s\d+_x\d+|IN \([^)]*\)")


@dataclass
class Subject:
    """Somebody on the list: a number and an address, and what is true of them."""

    kind: str
    number: str
    email: str


@dataclass
class Visit:
    """One walk through some pages: what was seen, what the database was asked, how long it took."""

    subject: Subject
    address: str = HOME
    seen: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    seconds: float = 0.0
    email: str = ""

    def __post_init__(self):
        self.client = Client(REMOTE_ADDR=self.address)

    def get(self, path):
        return self._note(self.client.get(path))

    def post(self, path, *, solved=False, **typed):
        if solved:
            typed |= {"captcha": challenges.DEMO_ANSWER, "captcha_id": str(challenges.make().id)}
        reset_queries()  # the log holds so many and no more
        with CaptureQueriesContext(connection) as asked:
            begun = time.perf_counter()
            answer = self.client.post(path, typed)
            self.seconds += time.perf_counter() - begun
        self.asked += [_shape(one["sql"]) for one in asked.captured_queries]
        return self._note(answer)

    def _note(self, answer):
        text = _FRESH.sub("", answer.content.decode())
        for own in (self.subject.number, self.subject.email, self.email):
            text = text.replace(own, "OWN") if own else text
        text = _OF_THE_NUMBER.sub("OWN", text)
        cookies = {
            name: (
                len(crumb.value),
                *sorted((k, str(v)) for k, v in crumb.items() if k != "expires"),
            )
            for name, crumb in answer.cookies.items()
        }
        headers = {name: value for name, value in answer.headers.items() if name != "Expires"}
        told = (answer.status_code, headers, cookies, _MASKED.sub("MASKED", text))
        self.seen.append(repr(told))
        return answer


def _shape(statement):
    """A statement without its values."""
    return _LITERAL.sub("?", statement)


def sign_in_by_number(visit):
    visit.post("/login", name=f"S{visit.subject.number}", password="not the password")


def sign_in_by_address(visit):
    visit.post("/login", name=visit.subject.email, password="not the password")


def initial_password_by_number(visit):
    _guess_the_code(visit, f"S{visit.subject.number}")


def initial_password_by_address(visit):
    _guess_the_code(visit, visit.subject.email)


def _guess_the_code(visit, name):
    visit.post("/login", name=name, password=visit.subject.number[-6:])
    visit.get("/login/code")
    for _time in range(2):
        visit.post("/login/code", code="000000")
    visit.post("/login/code/again")
    visit.get("/login/code")


def recover(visit):
    visit.post("/recover", email=visit.subject.email, solved=True)
    visit.get("/recover/sent")


def search(visit):
    visit.client.post("/activate", {"agree": "on"})
    visit.post("/activate/number", number=visit.subject.number, solved=True)


def activate(visit):
    search(visit)
    visit.get("/activate/person")
    visit.get("/activate/person?change=email")
    visit.post("/activate/person?change=email", email="stranger@example.net")
    visit.get("/activate/finished")


def register(visit):
    """Registration with somebody's number and an address of the stranger's own, confirmed."""
    visit.email = f"stranger{visit.subject.number}@example.net"
    visit.client.post("/register/region", registering.REGION)
    visit.client.post("/register/agreement", {"agree": "on"})
    told = registering.information(number=visit.subject.number, email=visit.email)
    visit.post("/register/information", **told)
    chosen = {"password": registering.PASSWORD, "again": registering.PASSWORD}
    visit.post("/register/password", **chosen)
    visit.get("/register/scans")
    visit.post("/register/scans", solved=True, **registering.scans())
    visit.get("/register/finished")
    letter = Message.objects.filter(letter="account_confirm").latest("id")
    link = f"/register/confirm/{json.loads(letter.secrets)['token']}"
    visit.get(link)
    visit.post(link)
    visit.get("/register/finished")


@dataclass(frozen=True)
class Page:
    """What is tried, and which kinds of people may be told apart by words (each set is alike)."""

    walk: object
    groups: tuple


UNKNOWN = frozenset({"unknown"})
STATES = frozenset(
    {"enrolled", "pending_review", "returned", "rejected", "new", "active", "suspended", "closed"}
)
EVERYBODY = (UNKNOWN | STATES,)
# The specification lets the search say found or not found, and nothing of what was found.
FOUND_OR_NOT = (UNKNOWN, STATES)

PAGES = {
    "sign-in by number": Page(sign_in_by_number, EVERYBODY),
    "sign-in by address": Page(sign_in_by_address, EVERYBODY),
    "initial password by number": Page(initial_password_by_number, EVERYBODY),
    "initial password by address": Page(initial_password_by_address, EVERYBODY),
    "recovery": Page(recover, EVERYBODY),
    "search": Page(search, FOUND_OR_NOT),
    "activation": Page(activate, (STATES,)),
    "registration": Page(register, EVERYBODY),
}
