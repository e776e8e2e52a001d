"""Contenders in turn, round after round: A B A B …, so that a busy neighbour disturbs both alike."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.scales import Scale

# The kernel tells processor time in ticks: a short round on a busy machine may show none.
LEAST = 0.01


@dataclass
class Contender:
    """Somebody who does one thing again and again: `act` once, `cpu` tells the seconds used so far.

    `most` limits how often it acts in a round, where it can't act for ever.
    """

    name: str
    act: Callable[[], None]
    cpu: Callable[[], float]
    most: int = 100_000
    cpu_each: list[float] = field(default_factory=list)
    wall_each: list[float] = field(default_factory=list)

    def run(self, times: int, *, keep: bool = True) -> float:
        """Act so often; the wall time of one act."""
        before, begun = self.cpu(), time.perf_counter()
        for _turn in range(times):
            self.act()
        wall = (time.perf_counter() - begun) / times
        used = max(self.cpu() - before, LEAST) / times
        if keep:
            self.cpu_each.append(used)
            self.wall_each.append(wall)
        return wall


@dataclass(frozen=True)
class Middle:
    """A median with the half of the rounds that lies around it."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Middle":
        """Of some rounds, two at least."""
        low, median, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(median, low, high)


def interleave(scale: Scale, contenders: Sequence[Contender]) -> None:
    """Warm each up, find out how often it acts in a round, then let them take turns."""
    times = [_warm_up(scale, contender) for contender in contenders]
    for _round in range(scale.rounds):
        for contender, often in zip(contenders, times, strict=True):
            contender.run(often)


def _warm_up(scale: Scale, contender: Contender) -> int:
    few = min(3, contender.most)
    contender.run(few, keep=False)
    each = contender.run(few, keep=False)
    return max(1, min(contender.most, round(scale.seconds / each)))
