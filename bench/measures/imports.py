"""Importing a register against the least that it can be; importing it again; a workbook."""

import json
import subprocess
import sys
from pathlib import Path

from bench import rosters
from bench.banks import ROOT
from bench.measures import Ratio, Stage
from bench.rounds import Middle

AIM, AIM_AGAIN, AIM_WORKBOOK, AIM_MEMORY = 1.5, 1, 3, 1
MOST_MEGABYTES = 400
TICK = 0.01  # seconds: processor time is counted in these, and a very short run takes none
ROUNDS = 2
DATABASE = "run_imports"
# A workbook of as many rows would be refused: it has a fifth of them.
SHORTER = 5

Told = dict[str, float]


def measure(stage: Stage) -> list[Ratio]:
    """Each round on fresh copies of the base: the floor, the import, the import again, a workbook."""
    home, count = stage.cluster.place.data_dir, stage.scale.imported
    text = rosters.write(home / f"register-{count}.csv", count)
    book = rosters.write(home / f"register-{count // SHORTER}.xlsx", count // SHORTER)
    told: dict[str, list[Told]] = {}
    try:
        for _round in range(ROUNDS):
            for name, what, path in (
                ("floor", "floor", text),
                ("import", "product", text),
                ("again", "product", text),
                ("bare", "bare", book),
                ("workbook", "product", book),
            ):
                if name != "again":
                    stage.cluster.copy(DATABASE, "base")
                told.setdefault(name, []).append(_run(stage, what, path))
    finally:
        stage.cluster.drop(DATABASE)
    return _ratios(told, count)


def _run(stage: Stage, what: str, path: Path) -> Told:
    done = subprocess.run(
        [sys.executable, "-m", "bench.importing", what, str(path), str(stage.cluster.pid)],
        cwd=ROOT,
        env=stage.cluster.environment(DATABASE),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    answer: Told = json.loads(done.stdout.splitlines()[-1])
    return answer


def _ratios(told: dict[str, list[Told]], count: int) -> list[Ratio]:
    name = f"an import of {count:,} rows"
    return [
        _ratio(told, "import", "floor", AIM, (name, "checked and sealed on one core, raw COPY")),
        _ratio(told, "again", "import", AIM_AGAIN, (f"{name}, again", "the first time")),
        _ratio(
            told,
            "workbook",
            "bare",
            AIM_WORKBOOK,
            (f"a workbook of {count // SHORTER:,} rows", "calamine reading it"),
        ),
        _memory(told["import"], name),
    ]


def _ratio(
    told: dict[str, list[Told]], one: str, other: str, aim: float, names: tuple[str, str]
) -> Ratio:
    pairs = list(zip(told[one], told[other], strict=True))
    cpu, wall = (
        Middle.of([a[unit] / max(b[unit], TICK) for a, b in pairs]) for unit in ("cpu", "wall")
    )
    each = [Middle.of([run["wall"] for run in told[who]]).median * 1000 for who in (one, other)]
    return Ratio(*names, aim, False, cpu, wall, (each[0], each[1]), by="wall")


def _memory(runs: list[Told], name: str) -> Ratio:
    used = Middle.of([run["megabytes"] / MOST_MEGABYTES for run in runs])
    against = f"{MOST_MEGABYTES} MB"
    return Ratio(f"memory of {name}", against, AIM_MEMORY, False, used, used, (0.0, 0.0))
