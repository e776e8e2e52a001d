"""Telling the database who acts, which verb it is and why, for the length of one verb."""

import functools
import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection, transaction

from creditbank.bank import clock
from creditbank.bank.history.actors import Actor

Verb = TypeVar("Verb", bound=Callable[..., Any])

_cause: ContextVar[str] = ContextVar("cause", default="")


def verb(function: Verb) -> Verb:
    """Make a function a verb: atomic, and every row it writes is written down under its name.

    The function takes keyword `by` (an `Actor`) and, where a negative answer needs one, `reason`.
    """
    *_, room, noun = function.__module__.split(".")
    name = f"{room}.{noun}.{function.__name__}"

    default = inspect.signature(function).parameters["by"].default

    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        with caused(kwargs.get("by", default), name, str(kwargs.get("reason", ""))):
            return function(*args, **kwargs)

    return wrapped  # type: ignore[return-value]


@contextmanager
def caused(by: Actor, name: str, reason: str = "") -> Iterator[None]:
    """Run a block in one transaction whose events carry this cause; an inner one nests."""
    at = clock.stands_at()
    cause = {"actor": by.actor_id, "label": by.actor_label, "verb": name, "reason": reason}
    told = json.dumps(cause | ({"at": at.isoformat()} if at else {}), ensure_ascii=False)
    outer, nested = _cause.get(), connection.in_atomic_block
    with transaction.atomic():
        _tell(told)
        token = _cause.set(told)
        try:
            yield
        finally:
            _cause.reset(token)
        if nested:
            _tell(outer)


def _tell(told: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('creditbank.cause', %s, true)", [told])
