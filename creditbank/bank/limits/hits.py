"""Verbs on the counters. Each is a statement of its own, outside anybody's transaction."""

import datetime as dt
import math
from typing import Any

from django.db import connection
from django.utils.translation import ngettext

from creditbank.bank import clock
from creditbank.bank.keys import fingerprint
from creditbank.bank.limits.models import Challenge, Limit
from creditbank.bank.refusals import Refused

Counter = tuple[str, tuple[str, ...]]

# A window that has ended begins anew with the hit that finds it ended.
_HIT = """
WITH counted AS (
    INSERT INTO bank_limit AS held (key, hits, ends_at) VALUES (%(key)s, 1, %(ends)s)
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN held.ends_at <= %(now)s THEN 1 ELSE least(held.hits + 1, 1000000) END,
        ends_at = CASE WHEN held.ends_at <= %(now)s THEN excluded.ends_at ELSE held.ends_at END
    RETURNING hits, ends_at
)
SELECT hits, ends_at, ARRAY(
    SELECT coalesce(held.hits, 0) FROM unnest(%(others)s::bytea[]) WITH ORDINALITY AS other (key, place)
    LEFT JOIN bank_limit AS held ON held.key = other.key AND held.ends_at > %(now)s
    ORDER BY place
) FROM counted
"""


def hit(purpose: str, *keys: str, limit: int, window: dt.timedelta) -> int:
    """Count one try and answer how many are left; past `limit` raises `Refused("too_many")`.

    One statement, so simultaneous tries are all counted. It must stand outside every transaction,
    or a refusal would take its own count back: within one it raises `RuntimeError`.
    """
    left, _others = _hit((purpose, keys), [], limit, window)
    return left


def hit_and_count(
    counter: Counter, others: list[Counter], *, limit: int, window: dt.timedelta
) -> list[int]:
    """The same, and in the same statement how many hits each of the other counters has."""
    _left, counted = _hit(counter, others, limit, window)
    return counted


def count(purpose: str, *keys: str) -> int:
    """How many hits the running window has; counts nothing."""
    running = Limit.objects.filter(key=_key((purpose, keys)), ends_at__gt=clock.now())
    return running.values_list("hits", flat=True).first() or 0


def forget(purpose: str, *keys: str) -> None:
    """Begin anew, as after a success."""
    Limit.objects.filter(key=_key((purpose, keys))).delete()


def sweep() -> None:
    """Delete what has ended: counters and captchas."""
    now = clock.now()
    Limit.objects.filter(ends_at__lte=now).delete()
    Challenge.objects.filter(ends_at__lte=now).delete()


def _hit(
    counter: Counter, others: list[Counter], limit: int, window: dt.timedelta
) -> tuple[int, list[int]]:
    _refuse_transaction()
    now = clock.now()
    told: dict[str, Any] = {"key": _key(counter), "others": list(map(_key, others)), "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_HIT, {**told, "ends": now + window})
        hits, ends_at, counted = cursor.fetchone()
    if hits > limit:
        raise _too_many(ends_at - now)
    return limit - hits, counted


def _refuse_transaction() -> None:
    # As `atomic(durable=True)`, without a transaction of its own around a single statement.
    blocks: list[Any] = connection.atomic_blocks
    if blocks and not blocks[-1]._from_testcase:  # noqa: SLF001 - as Django itself asks
        raise RuntimeError


def _key(counter: Counter) -> bytes:
    purpose, keys = counter
    # Each key with its length: ("ab", "c") and ("a", "bc") are different counters.
    return fingerprint("limit", "|".join([purpose, *(f"{len(key)}:{key}" for key in keys)]))


def _too_many(left: dt.timedelta) -> Refused:
    minutes = max(1, math.ceil(left / dt.timedelta(minutes=1)))
    if minutes <= 90:
        sentence = ngettext(
            "尝试的次数太多了，请在 %(count)d 分钟后再试。",
            "尝试的次数太多了，请在 %(count)d 分钟后再试。",
            minutes,
        )
        return Refused("too_many", sentence % {"count": minutes})
    hours = math.ceil(minutes / 60)
    sentence = ngettext(
        "尝试的次数太多了，请在 %(count)d 小时后再试。",
        "尝试的次数太多了，请在 %(count)d 小时后再试。",
        hours,
    )
    return Refused("too_many", sentence % {"count": hours})
