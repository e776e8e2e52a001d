"""Handing in an outcome against the same SQL, sent by bare psycopg in one transaction."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from bench.browsers import Browser, Unexpected
from bench.measures import Ratio, Stage, ratio
from bench.rounds import Contender, interleave
from creditbank.bank.outcomes.models import Outcome
from creditbank.bank.outcomes.stages import Stage as OutcomeStage

AIM = 6
MOST = 12  # in a round: every act uses up a draft
Statement = tuple[str, Any]


def measure(stage: Stage) -> list[Ratio]:
    """`提交审批` on a filled-in draft with its scan, in a signed-in browser."""
    drafts = iter(_drafts())
    me = Browser(stage.large.port)
    me.sign_in(stage.person("learner", 1))
    me.read_token(_path(next(drafts)))

    def hand_in() -> None:
        draft = next(drafts)
        me.post(_path(draft), _fields(draft))

    name = "handing in an outcome"
    submission = Contender(name, hand_in, lambda: stage.cpu(stage.large.pid), MOST)
    enough = MOST * stage.scale.rounds + 6
    scripts = iter([_recorded(next(drafts)) for _number in range(enough)])
    with _bare_connection() as bare:
        same = Contender(
            "the same SQL by bare psycopg",
            lambda: _send(bare, next(scripts)),
            lambda: stage.cpu() + time.process_time(),
            MOST,
        )
        interleave(stage.scale, [submission, same])
    return [ratio(submission, same, AIM)]


def _drafts() -> Iterator[Outcome]:
    rows = Outcome.objects.filter(stage=OutcomeStage.DRAFT, certificate_number=None)
    yield from rows.select_related("account__user").order_by("-id")
    raise Unexpected("The drafts are used up.")


def _path(draft: Outcome) -> str:
    return f"/me/outcomes/{draft.number}/edit/"


def _fields(draft: Outcome) -> dict[str, str]:
    return {
        "score": "85",
        "obtained_on_year": "2019",
        "obtained_on_month": "9",
        "certificate_number": draft.number,
        "action": "submit",
    }


def _recorded(draft: Outcome) -> list[Statement]:
    """What the whole request asks of the database; taken back, so that it can be sent again."""
    browser, said = Client(SERVER_NAME="127.0.0.1"), list[Statement]()

    def listen(
        execute: Callable[..., Any], query: str, params: Any, many: bool, context: Any
    ) -> Any:
        if not query.startswith(("SAVEPOINT", "RELEASE")):
            said.append((query, params))
        return execute(query, params, many, context)

    with transaction.atomic():
        browser.force_login(draft.account.user)
        with connection.execute_wrapper(listen):
            answer = browser.post(_path(draft), _fields(draft))
        transaction.set_rollback(True)
    if answer.status_code != 302:
        raise Unexpected("A draft could not be handed in.")
    return said


def _bare_connection() -> psycopg.Connection:
    told = settings.DATABASES["default"]
    return psycopg.connect(
        host=told["HOST"],
        dbname=told["NAME"],
        user=told["USER"],
        password=told["PASSWORD"],
        cursor_factory=psycopg.ClientCursor,  # values go as Django sends them
    )


def _send(bare: psycopg.Connection, script: list[Statement]) -> None:
    with bare.transaction(), bare.cursor() as cursor:
        for query, params in script:
            cursor.execute(query, params)
            if cursor.description:
                cursor.fetchall()
