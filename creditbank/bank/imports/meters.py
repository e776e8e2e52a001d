"""Telling how far a run is, now and then, and hearing that it was cancelled."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from creditbank.bank import clock
from creditbank.bank.imports.models import Progress, Run
from creditbank.bank.imports.stages import Phase
from creditbank.bank.imports.verdicts import Tick

EVERY_SECONDS = 0.5


class Superseded(Exception):  # noqa: N818 - a turn of events
    """The run was cancelled, or somebody else is reading it: what is being done is for nobody."""


class Meter:
    """Counts the rows of a reading."""

    def __init__(self, run: Run, tick: Tick) -> None:
        """Begin with nothing read."""
        self.run, self.tick = run, tick
        self.done, self.told_at = 0, 0.0

    def read(self, rows: int, far: int, size: int) -> None:
        """So many more rows were read, `far` of `size` bytes; raises `Superseded`."""
        self.done += rows
        self.tick(rows)
        now = time.monotonic()
        if now - self.told_at >= EVERY_SECONDS:
            self.told_at = now
            tell(self.run, Phase.READING, self.done, self.done * size // far if far else 0)
            self._look()

    def _look(self) -> None:
        mine = Run.objects.filter(pk=self.run.pk, staging=self.run.staging)
        if not mine.exclude(stage=Run.Stage.CANCELLED).exists():
            raise Superseded


def tell(run: Run, phase: Phase, done: int, known: int) -> None:
    """Note how far a run is."""
    told = {"phase": phase, "done": done, "known": known, "at": clock.now()}
    Progress.objects.filter(pk=run.pk).update(**told)


@contextmanager
def beside(run: Run, tick: Tick) -> Iterator[Tick]:
    """A tick for rows that are written within one transaction: told by a connection of its own.

    Within somebody else's transaction nothing is told: nobody could see the run.
    """
    done = 0
    teller = None if connection.in_atomic_block else ThreadPoolExecutor(1)

    def written(rows: int) -> None:
        nonlocal done
        done += rows
        tick(rows)
        if teller:
            teller.submit(tell, run, Phase.MERGING, done, run.taken)

    try:
        written(0)
        yield written
    finally:
        if teller:
            teller.submit(connection.close)
            teller.shutdown()
