"""The sample tree of organisations, as data, and addresses that lead nowhere."""

import functools
import json
import random
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parents[3] / "data"
STREETS = ("示例路", "样本街", "虚构巷", "拟安路", "演练大道", "例园小区")


class StudyCentre(NamedTuple):
    """A 教学点: its code, whose first two digits are the province's, and its name."""

    code: str
    name: str


@functools.cache
def organisations() -> tuple[dict[str, Any], ...]:
    """All organisations of `data/organisations.json`, parents before children."""
    text = (DATA / "organisations.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["organisations"])


def study_centres(province: str = "") -> list[StudyCentre]:
    """The study centres, all of them or those of a province by its two digits."""
    return [
        StudyCentre(row["code"], row["name_zh"])
        for row in organisations()
        if "study_centre" in row["capacities"] and row["code"].startswith(province)
    ]


def address(rng: random.Random, city: str) -> str:
    """An address in a city, on a street that is not there."""
    return f"{city}{rng.choice(STREETS)}{rng.randint(1, 399)}号{rng.randint(1, 30)}栋{rng.randint(101, 2604)}"
