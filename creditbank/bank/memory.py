"""What a process may remember for a while: small answers that are asked for by every page.

Only for what may be a minute old: lists for choosing from, telephone numbers in a footer.
"""

import functools
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
_every: list["Kept[object]"] = []


class Kept(Generic[Answer]):
    """A function without arguments whose answer holds for some seconds in this process."""

    def __init__(self, function: Callable[[], Answer], seconds: float) -> None:
        """Remember nothing yet."""
        functools.update_wrapper(self, function)
        self.function, self.seconds = function, seconds
        self.answer: tuple[float, Answer] | None = None
        _every.append(self)  # type: ignore[arg-type]

    def __call__(self) -> Answer:
        """The remembered answer, or a new one."""
        known, now = self.answer, time.monotonic()
        if known is None or known[0] < now:
            known = self.answer = (now + self.seconds, self.function())
        return known[1]


def kept(seconds: float) -> Callable[[Callable[[], Answer]], Kept[Answer]]:
    """Let a function's answer hold for so many seconds."""
    return lambda function: Kept(function, seconds)


def forget() -> None:
    """Remember nothing any more: for tests."""
    for one in _every:
        one.answer = None
