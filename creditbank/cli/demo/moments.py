"""When things happened in the demo: working hours of days gone by."""

import datetime as dt
import random

from creditbank.bank import clock

_OPENS, _MINUTES = dt.time(8, 30), 9 * 60


def ago(days: int, rng: random.Random) -> dt.datetime:
    """Some minute of the day so many days ago, in Shanghai; of today's only what is past."""
    day = clock.today() - dt.timedelta(days=days)
    opened = dt.datetime.combine(day, _OPENS, clock.SHANGHAI)
    past = clock.now() - dt.timedelta(minutes=rng.randint(20, 90))
    return min(opened + dt.timedelta(minutes=rng.randrange(_MINUTES)), past)


def after(moment: dt.datetime, hours: int) -> dt.datetime:
    """So much later, but not in the future."""
    return min(moment + dt.timedelta(hours=hours), clock.now() - dt.timedelta(minutes=5))
