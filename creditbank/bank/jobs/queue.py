"""The queue: declaring tasks, deferring jobs."""

import functools
import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

__all__ = ["app", "defer", "periodic", "task"]

Job = Task[Any, Any, Any]

# 2, 4, 8 … seconds: about 17 minutes in all, then the job counts as failed.
RETRY = RetryStrategy(max_attempts=9, exponential_wait=2)


def task(
    *, name: str, retry: RetryStrategy | bool = RETRY, priority: int = 0
) -> Callable[[Callable[..., Any]], Job]:
    """Make a function a task: `@jobs.task(name="room.what")`. It may run twice and must bear it.

    Of what is due, a job of higher `priority` runs first.
    """

    def declare(function: Callable[..., Any]) -> Job:
        known = inspect.signature(function).parameters

        def run(**arguments: Any) -> Any:
            # The timetable hands every task the time it was due; few ask for it.
            if "timestamp" not in known:
                arguments.pop("timestamp", None)
            return function(**arguments)

        functools.update_wrapper(run, function)
        return app.task(name=name, retry=retry, priority=priority)(run)

    return declare


def defer(job: Job, at: datetime | None = None, **arguments: Any) -> int:
    """Add a job to the running transaction, to run at once or at `at`; answers its number.

    Arguments are stored in plain: ids only, never a personal value.
    """
    return job.configure(schedule_at=at).defer(**arguments)


def periodic(name: str, cron: str) -> None:
    """Run the task of that name by the clock; a sixth field of `cron` counts seconds.

    Not deferred again while the last one still waits.
    """
    app.periodic(cron=cron, queueing_lock=name)(app.tasks[name])
