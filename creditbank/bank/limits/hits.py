"""Verbs on the counters. Each is a statement of its own, outside anybody's transaction."""

import datetime as dt
import math

from django.db import connection, transaction
from django.utils.translation import ngettext

from creditbank.bank import clock
from creditbank.bank.keys import fingerprint
from creditbank.bank.limits.models import Challenge, Limit
from creditbank.bank.refusals import Refused

# A window that has ended begins anew with the hit that finds it ended.
_HIT = """
INSERT INTO bank_limit AS held (key, hits, ends_at) VALUES (%(key)s, 1, %(ends)s)
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN held.ends_at <= %(now)s THEN 1 ELSE least(held.hits + 1, 1000000) END,
    ends_at = CASE WHEN held.ends_at <= %(now)s THEN excluded.ends_at ELSE held.ends_at END
RETURNING hits, ends_at
"""


def hit(purpose: str, *keys: str, limit: int, window: dt.timedelta) -> int:
    """Count one try and answer how many are left; past `limit` raises `Refused("too_many")`.

    One statement, so simultaneous tries are all counted. It must stand outside every transaction,
    or a refusal would take its own count back: within one it raises `RuntimeError`.
    """
    now = clock.now()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_HIT, {"key": _key(purpose, keys), "now": now, "ends": now + window})
        hits, ends_at = cursor.fetchone()
    if hits > limit:
        raise _too_many(ends_at - now)
    return int(limit - hits)


def count(purpose: str, *keys: str) -> int:
    """How many hits the running window has; counts nothing."""
    return count_each((purpose, keys))[0]


def count_each(*counters: tuple[str, tuple[str, ...]]) -> list[int]:
    """The same for several counters (purpose, keys) in one query."""
    wanted = [_key(purpose, keys) for purpose, keys in counters]
    running = Limit.objects.filter(key__in=wanted, ends_at__gt=clock.now())
    found = {bytes(key): hits for key, hits in running.values_list("key", "hits")}
    return [found.get(key, 0) for key in wanted]


def forget(purpose: str, *keys: str) -> None:
    """Begin anew, as after a success."""
    Limit.objects.filter(key=_key(purpose, keys)).delete()


def sweep() -> None:
    """Delete what has ended: counters and captchas."""
    now = clock.now()
    Limit.objects.filter(ends_at__lte=now).delete()
    Challenge.objects.filter(ends_at__lte=now).delete()


def _key(purpose: str, keys: tuple[str, ...]) -> bytes:
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
