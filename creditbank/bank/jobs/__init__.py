"""Jobs: work that follows from a change.

A job is a row of the same transaction: a change that is rolled back leaves none, one that is
committed loses none.

A room declares its tasks in `tasks.py` (they only fetch and call a verb, and bear running twice) and
defers them with `jobs.defer`. What runs by the clock stands in `config/timetable.py`.
"""

from creditbank.bank.jobs.queue import app, defer, periodic, task

__all__ = ["app", "defer", "periodic", "task"]
