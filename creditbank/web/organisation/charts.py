"""A line over time as numbers for inline SVG: attributes only, for the policy allows no style."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 14, 28
_STEPS = (1, 2, 2.5, 5, 10)
_LINES = 4


@dataclass(frozen=True)
class Tick:
    """A line across with its number, or a word below."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """What the template draws: one broken line with a dot at each point."""

    dots: list[tuple[float, float]]
    across: list[Tick]
    below: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    floor: int = HEIGHT - _BOTTOM

    @property
    def points(self) -> str:
        """The line, as `polyline` wants it."""
        return " ".join(f"{x},{y}" for x, y in self.dots)


def line(values: Sequence[float | None], labels: Sequence[str]) -> Chart:
    """A chart of values from zero upwards; where there is none, the line has no point."""
    top = _round_up(max((value for value in values if value is not None), default=0))
    room, tall = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    apart = room / max(1, len(values) - 1)
    places = [round(_LEFT + number * apart, 1) for number in range(len(values))]

    def height(value: float) -> float:
        return round(HEIGHT - _BOTTOM - tall * value / top, 1)

    steps = [top * number / _LINES for number in range(_LINES + 1)]
    named = range(0, len(labels), max(1, math.ceil(len(labels) / 6)))
    return Chart(
        [(x, height(value)) for x, value in zip(places, values, strict=True) if value is not None],
        [Tick(height(step), f"{step:,g}") for step in steps],
        [Tick(places[number], labels[number]) for number in named],
    )


def _round_up(value: float) -> float:
    """The next number that divides into four neat steps."""
    if value <= _LINES:
        return float(_LINES)
    unit = 10 ** math.floor(math.log10(value / _LINES))
    return float(next(_LINES * unit * step for step in _STEPS if _LINES * unit * step >= value))
