"""The timetable: all work that runs by the clock, on one page.

A row names a task of a room's `tasks.py` and when it runs: minute, hour, day, month, weekday and,
as a sixth field, second. Times are UTC: 20:00 is 04:00 in Shanghai.
"""

import pkgutil
from importlib import import_module
from importlib.util import find_spec

from creditbank import bank
from creditbank.bank import jobs, limits

TIMETABLE = (
    ("history.seal", "* * * * * */10"),
    ("jobs.rescue", "* * * * * */20"),
    ("messages.rescue", "* * * * * */30"),
    ("desk.rescue", "* * * * * */30"),
    ("desk.rescue_rosters", "*/5 * * * *"),
    ("desk.sweep_rosters", "50 * * * *"),
    ("accounts.rescue", "* * * * * */30"),
    ("reviews.settle_deadlines", "*/10 * * * *"),
    ("reviews.follow_the_tree", "*/5 * * * *"),
    ("limits.sweep", "20 * * * *"),
    ("jobs.sweep", "10 20 * * *"),
    ("files.sweep", "30 20 * * *"),
    ("users.sweep", "40 20 * * *"),
    ("accounts.attach_enrolments", "40 20 * * *"),
    ("deliveries.attach_results", "50 20 * * *"),
    ("accounts.erase_unfinished", "15 * * * *"),
)


# Limits and jobs are strangers on one floor: neither can declare this.
jobs.task(name="limits.sweep")(limits.sweep)


def load() -> None:
    """Make every room's tasks known, then enter the timetable."""
    for room in pkgutil.iter_modules(bank.__path__, f"{bank.__name__}."):
        if room.ispkg and find_spec(f"{room.name}.tasks"):
            import_module(f"{room.name}.tasks")
    for name, cron in TIMETABLE:
        jobs.periodic(name, cron)


load()
