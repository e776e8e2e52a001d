"""Real processes of a bank, killed without warning: web, worker, and a mail server that takes notes."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from email import message_from_bytes
from http.client import HTTPException
from http.cookiejar import CookieJar

from aiosmtpd.controller import Controller
from django.db import connection

from creditbank.bank.limits import challenges

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_DRAFT = re.compile(r'name="draft" value="([^"]+)"')
_CHALLENGE = re.compile(r'name="captcha_id" value="([^"]+)"')


class Process:
    """A child in a group of its own."""

    def __init__(self, *module, **environment):
        self.command = [sys.executable, "-m", *module]
        self.environment = os.environ | environment
        self.child = None

    def start(self):
        self.child = subprocess.Popen(
            self.command,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return self

    def kill(self):
        """As a power cut: no signal that can be handled, the whole group at once."""
        if self.child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()
            self.child = None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def worker(**environment):
    return Process("creditbank", "worker", **environment)


class Web(Process):
    """The web process as `creditbank serve` starts it."""

    def __init__(self):
        self.port = free_port()
        super().__init__(
            *("granian", "--interface", "wsgi", "creditbank.config.wsgi:application"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"),
            *("--blocking-threads", "4", "--log-level", "warning", "--no-ws"),
        )
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        super().start()
        patience = time.monotonic() + 60
        while time.monotonic() < patience:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz"):
                return self
            time.sleep(0.1)
        raise AssertionError("the web process does not answer")


class PostBox:
    """A mail server: what it took, and for some messages what happens before it answers."""

    def __init__(self):
        self.taken, self.answered, self.instead = [], [], None
        self.lock = threading.Lock()
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.controller.port}"

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd's word
        id_ = message_from_bytes(envelope.content)["Message-ID"]
        self.taken.append(id_)
        if self.instead is not None and self.instead(id_):
            return "421 the line is dead anyway"
        self.answered.append(id_)
        return "250 taken"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_told):
        return None


class Visitor:
    """A browser: cookies, tokens; None for an answer that never came."""

    def __init__(self, url):
        self.url = url
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(CookieJar()),
            _NoRedirect(),
        )

    def get(self, path):
        """The page's text."""
        answer = self._ask(path)
        return answer and answer[1]

    def post(self, path, *, solved=False, **typed):
        """Fill in the form of a page; where that leads to."""
        page = self.get(path)
        token = page and _TOKEN.search(page)
        if not token:
            return None
        typed |= {"csrfmiddlewaretoken": token[1]}
        if solved:
            challenge = _CHALLENGE.search(page)[1]
            typed |= {"captcha": challenges.DEMO_ANSWER, "captcha_id": challenge}
        answer = self._ask(path, urllib.parse.urlencode(typed).encode())
        return answer and answer[0]

    def _ask(self, path, data=None):
        try:
            with self.opener.open(self.url + path, data, timeout=20) as answer:
                return "", answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.headers.get("Location", ""), error.read().decode()
        except (OSError, HTTPException):
            return None


def draft_of(page):
    """The token of a deposit form, by which it is known when it is sent again."""
    return _DRAFT.search(page)[1]


def minutes_pass(minutes=10):
    """Move everything that waits for a time back, as if so many minutes had gone by."""
    past = f"- interval '{minutes} minutes'"
    with connection.cursor() as cursor:
        for statement in (
            f"UPDATE bank_message SET due_at = due_at {past} WHERE email = 'waiting'",
            f"UPDATE bank_slip SET handed_in_at = handed_in_at {past}",
            f"UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat {past}",
            f"UPDATE procrastinate_jobs SET scheduled_at = scheduled_at {past} WHERE status = 'todo'",
        ):
            cursor.execute(statement)


def waited_for(condition, seconds=60):
    """Whether something comes true in time."""
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        if condition():
            return True
        time.sleep(0.2)
    return False
