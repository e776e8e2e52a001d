"""A browser of a few lines: keeps its connection and its cookies, fills in forms."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pyotp

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SECOND_FACTOR = "/second-factor/"


class Unexpected(Exception):  # noqa: N818 - it is said to a person
    """A page did not answer as a measure needs it: figures of it would be of something else."""


class Browser:
    """Talks to one server."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str, expect: str = "") -> str:
        """A page that must be there and, if told, hold some words."""
        return self._ask("GET", path, None, 200, expect)

    def post(self, path: str, fields: dict[str, str]) -> None:
        """A form that must be accepted, which answers with a redirect."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields})
        self._ask("POST", path, body, 302, "")

    def read_token(self, path: str) -> None:
        """Open a page with a form and keep its token."""
        found = TOKEN.search(self.get(path))
        if found is None:
            raise Unexpected(f"There is no form on {path}.")
        self.token = found[1]

    def sign_in(self, person: dict[str, str]) -> None:
        """Come in as somebody of `demo.json`."""
        self.read_token("/login")
        self.post("/login", {"name": person["sign_in"], "password": person["password"]})
        if person["totp_secret"]:
            self.read_token(SECOND_FACTOR)
            self.post(SECOND_FACTOR, {"code": pyotp.TOTP(person["totp_secret"]).now()})

    def _ask(self, method: str, path: str, body: str | None, status: int, expect: str) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self._answer(method, path, body, headers)
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        if answer.status != status or expect not in text:
            raise Unexpected(f"{method} {path} answered {answer.status}, not as expected.")
        return text

    def _answer(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        try:
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()
        except ConnectionError:
            # The server let go of it while others had their turn.
            self.connection.close()
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()
