"""How much data, how many rounds, and what that costs: said before anything is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """`cases` wait in the large bank's queue and `few` in the small one's.

    A round of a contender lasts about `seconds`; `gigabytes` and `minutes` are for a first run, with
    the copy that every run works on, on two cores.
    """

    name: str
    cases: int
    few: int
    entries: int
    accounts: int
    imported: int
    rounds: int
    seconds: float
    gigabytes: float
    minutes: float


SCALES = {
    scale.name: scale
    for scale in (
        Scale(
            "tiny", 400, 200, 500, 20, 1_000, 2, 0.05, 0.3, 0.5
        ),  # for the test of the suite alone
        Scale("small", 20_000, 2_000, 5_000, 2_000, 20_000, 3, 0.7, 0.6, 2),
        Scale("default", 1_000_000, 10_000, 50_000, 100_000, 1_000_000, 9, 1.5, 8, 25),
        Scale("full", 5_000_000, 10_000, 200_000, 1_000_000, 1_000_000, 15, 2, 30, 75),
    )
}
