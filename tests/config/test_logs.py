import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from creditbank.config import logs, security
from creditbank.config.passwords import Argon2id


def line(caplog):
    return caplog.records[-1].getMessage()


def test_the_access_log_has_neither_query_nor_path_values(caplog, client, db):
    with caplog.at_level(logging.INFO, "access"):
        client.get("/activate/not-me/secret-token?number=11010519491231002X")
    assert "secret-token" not in line(caplog)
    assert "1949" not in line(caplog)
    assert "<str:token>" in line(caplog)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("number 11010519491231002X is taken", "number *** is taken"),
        ("to li.na+1@mail.example.cn failed", "to *** failed"),
        ("call 13900001111", "call ***"),
        ("took 1234 ms", "took 1234 ms"),
    ],
)
def test_personal_values_are_blanked_wherever_they_stand(text, left):
    assert logs.scrub(None, "", {"event": text, "exception": text}) == {
        "event": left,
        "exception": left,
    }


def test_a_failed_request_is_logged_by_its_pattern():
    record = logging.makeLogRecord({"msg": "%s: %s", "args": ("Internal Server Error", "/l/token")})
    record.request = RequestFactory().get("/l/token")
    record.request.resolver_match = None
    assert logs.Routes().filter(record)
    assert record.getMessage() == "Internal Server Error: (none)"


def test_every_answer_carries_the_policy_and_a_page_may_loosen_nothing():
    answer = security.headers(lambda _request: HttpResponse("page"))(RequestFactory().get("/"))
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"


def test_passwords_are_hashed_as_decided():
    assert (
        Argon2id()
        .encode("a password", "saltsaltsalt")
        .startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    )
