"""Signing in against the one thing in it that has to be slow: the password's hash."""

import time

from django.contrib.auth.hashers import make_password

from bench.browsers import Browser
from bench.measures import Ratio, Stage, ratio
from bench.rounds import Contender, interleave

AIM = 1.2
# The bank counts tries by address: a run must stay below what it lets in.
IN_ALL = 500


def measure(stage: Stage) -> list[Ratio]:
    """The POST that opens a session, each in a new browser, against one Argon2id of the same cost."""
    person = stage.person("learner")
    fields = {"name": person["sign_in"], "password": person["password"]}
    newcomer = Browser(stage.large.port)
    newcomer.read_token("/login")
    before = dict(newcomer.cookies)

    def come_in() -> None:
        newcomer.cookies = dict(before)
        newcomer.post("/login", fields)

    def hash_once() -> None:
        make_password(person["password"])

    most = IN_ALL // (stage.scale.rounds + 1)
    sign_in = Contender("a sign-in", come_in, lambda: stage.cpu(stage.large.pid), most)
    hashing = Contender("one Argon2id (19 MiB, t=2, p=1)", hash_once, time.process_time)
    interleave(stage.scale, [sign_in, hashing])
    return [ratio(sign_in, hashing, AIM)]
