import datetime as dt
import json

import pyotp
import pytest


@pytest.fixture
def later():
    """The clock, moved on."""
    from creditbank.bank import clock

    return lambda **by: clock.frozen(clock.now() + dt.timedelta(**by))


@pytest.fixture
def number_of():
    """The document number of an account."""
    from creditbank.bank.accounts import holders

    return lambda account: holders.document_of(account).number


@pytest.fixture
def secret():
    """What the newest letter of a name carries in secret."""
    from creditbank.bank.messages.models import Message

    def read(letter, name):
        row = Message.objects.filter(letter=letter).order_by("-id").first()
        return json.loads(row.secrets)[name]

    return read


@pytest.fixture
def letters():
    """Names of all letters posted, in order; what sign-ins left to the worker is done first."""
    from creditbank.bank.messages.models import Message
    from creditbank.bank.users import tasks

    def read():
        _work("users.tell_of_device", tasks.tell_of_device)
        return list(Message.objects.order_by("id").values_list("letter", flat=True))

    return read


@pytest.fixture
def sign_in(client):
    """Fill in the sign-in page; the answer, redirects not followed."""

    def fill(name, password, with_client=None, **more):
        return (with_client or client).post("/login", {"name": name, "password": password, **more})

    return fill


@pytest.fixture
def totp():
    """The present code of a staff member's authenticator."""
    from creditbank.bank import clock

    def code(user, steps=0):
        return pyotp.TOTP(user.totp_secret).at(int(clock.now().timestamp()) + 30 * steps)

    return code


@pytest.fixture
def with_captcha():
    """What the typed captcha of a page wants, answered."""
    from creditbank.bank.limits import challenges

    return lambda: {"captcha_id": str(challenges.make().id), "captcha": challenges.DEMO_ANSWER}


@pytest.fixture
def posted():
    """Let the worker look for whom the codes that were asked for are, each once."""
    from creditbank.bank.accounts import tasks

    return lambda: _work("accounts.send_code", tasks.send_code)


def _work(name, task):
    """Do the jobs of a task that wait, each once; how many there were."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = %s RETURNING id, args", [name]
        )
        waiting = sorted(cursor.fetchall())
    for _id, told in waiting:
        task(**(json.loads(told) if isinstance(told, str) else told))
    return len(waiting)
