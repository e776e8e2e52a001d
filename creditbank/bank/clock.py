"""The one clock of the whole code. Nothing else asks the machine for the time; tests set it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_set: ContextVar[dt.datetime | None] = ContextVar("clock", default=None)


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    return _set.get() or dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The present day in mainland China, where working days are counted."""
    return now().astimezone(SHANGHAI).date()


def stands_at() -> dt.datetime | None:
    """The instant at which the clock was made to stand; None while it runs."""
    return _set.get()


@contextmanager
def frozen(instant: dt.datetime) -> Iterator[None]:
    """Let the clock stand at an aware instant."""
    token = _set.set(instant.astimezone(dt.UTC))
    try:
        yield
    finally:
        _set.reset(token)
