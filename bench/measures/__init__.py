"""One module a measure, each with `measure(stage)`; what they share stands here."""

import itertools
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from bench.banks import Cluster
from bench.browsers import Browser
from bench.rounds import Contender, Middle
from bench.scales import Scale
from bench.servers import Server, cpu_seconds

BARE = "a bare Django view with one indexed SELECT"


@dataclass(frozen=True)
class Stage:
    """Where a run takes place: the servers of the large bank, the small one, the bare view."""

    scale: Scale
    cluster: Cluster
    large: Server
    small: Server
    bare: Server
    people: list[dict[str, Any]]
    numbers: list[str]

    def person(self, role: str, which: int = 0) -> dict[str, Any]:
        """Somebody of `demo.json`."""
        return [one for one in self.people if one["role"] == role][which]

    def cpu(self, *pids: int) -> float:
        """Processor time of these processes and of the database."""
        return cpu_seconds(self.cluster.pid, *pids)

    def pages(
        self, name: str, server: Server, browser: Browser, paths: Iterable[str], expect: str = ""
    ) -> Contender:
        """A contender that opens pages in turn."""
        turn = itertools.cycle(list(paths))
        return Contender(
            name, lambda: _drop(browser.get(next(turn), expect)), lambda: self.cpu(server.pid)
        )

    def bare_view(self) -> Contender:
        """The contender that pages are held against."""
        paths = [f"/?number={number}" for number in self.numbers]
        return self.pages(BARE, self.bare, Browser(self.bare.port), paths, "<p>open</p>")


@dataclass(frozen=True)
class Ratio:
    """What something costs against something else; and whether that is as aimed.

    By processor time, or by time (`by="wall"`) of what is meant to use several cores. An aim is the
    most that the median may be; with `rate=True` the ratio is that of the rates
    (how many a second) and the aim the least.
    """

    name: str
    against: str
    aim: float
    rate: bool
    cpu: Middle
    wall: Middle
    milliseconds: tuple[float, float]
    by: str = "cpu"

    @property
    def judged(self) -> Middle:
        """What is held against the aim: processor time, or the time that somebody waits."""
        return self.wall if self.by == "wall" else self.cpu

    @property
    def ok(self) -> bool:
        """Whether the aim is reached."""
        return self.judged.median >= self.aim if self.rate else self.judged.median <= self.aim

    def told(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {**asdict(self), "ok": self.ok}


def ratio(one: Contender, other: Contender, aim: float, *, rate: bool = False) -> Ratio:
    """Hold the rounds of one against those of the other that were beside them."""
    above, below = (other, one) if rate else (one, other)
    cpu = [a / b for a, b in zip(above.cpu_each, below.cpu_each, strict=True)]
    wall = [a / b for a, b in zip(above.wall_each, below.wall_each, strict=True)]
    each = tuple(Middle.of(who.cpu_each).median * 1000 for who in (one, other))
    return Ratio(
        one.name, other.name, aim, rate, Middle.of(cpu), Middle.of(wall), (each[0], each[1])
    )


def _drop(_page: str) -> None:
    """Contenders answer nothing."""
