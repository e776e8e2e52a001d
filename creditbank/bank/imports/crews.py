"""Processes that work through batches side by side; nothing here needs the settings to be there yet."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

import django
from django.db import connection

# More would only wait for the database.
MOST = 4
# So many batches wait for each process; no more of the file is in memory.
AHEAD = 2

Task = TypeVar("Task")
Answer = TypeVar("Answer")


def each(work: Callable[[Task], Answer], tasks: Iterable[Task], *, alone: bool) -> Iterator[Answer]:
    """Answers in the order of the tasks: worked out here (`alone`), or by as many as there are cores.

    Other processes don't see what a transaction of ours has not committed: within one, here. A
    process that dies breaks all of it off.
    """
    if alone or connection.in_atomic_block:
        yield from map(work, tasks)
        return
    hands = min(os.cpu_count() or 1, MOST)
    waiting: deque[Future[Answer]] = deque()
    crew = ProcessPoolExecutor(hands, get_context("spawn"), initializer=django.setup)
    try:
        for task in tasks:
            waiting.append(crew.submit(work, task))
            while len(waiting) > hands * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        crew.shutdown(cancel_futures=True)
