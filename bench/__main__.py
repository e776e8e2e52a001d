"""`scripts/bench`, called by `make bench`: says what it needs, makes the banks, measures, tells."""

import json
import logging
import os
import shutil
import sys
import time
from pathlib import Path

import django

from bench import banks, reports
from bench.measures import Ratio, Stage
from bench.scales import SCALES, Scale
from bench.servers import BARE, PRODUCT, serving

WRONG_USE = 2
HOME = banks.ROOT / "var" / "bench"


def main() -> int:
    """Exit status 0: every aim reached; 1: one missed; 2: it could not be tried."""
    name = os.environ.get("SCALE") or "default"
    home = Path(os.environ.get("BENCH_DIR") or HOME).absolute()
    if name not in SCALES:
        print(f"SCALE is {name!r}; it must be small, default or full.", file=sys.stderr)
        return WRONG_USE
    scale, begun = SCALES[name], time.monotonic()
    with banks.running(home) as cluster:
        if not _announce(home, scale, ready=banks.is_ready(cluster, scale)):
            return WRONG_USE
        banks.make_ready(cluster, scale)
        print(f"The banks are ready ({_minutes(begun):.1f} min). Measuring …", flush=True)
        with banks.copies(cluster, scale) as (large, small):
            ratios = _measured(cluster, scale, large, small)
    print(f"\n{reports.table(ratios)}\n")
    print(f"Kept in {reports.keep(home, scale, ratios, _minutes(begun))}")
    return 0 if all(one.ok for one in ratios) else 1


def _announce(home: Path, scale: Scale, *, ready: bool) -> bool:
    """Disk and time, before anything is done; False where the disk is too full."""
    free = shutil.disk_usage(home).free / 1e9
    needed, minutes = scale.gigabytes, scale.minutes
    if ready:
        needed, minutes = needed / 2, minutes / 2
    print(
        f"SCALE={scale.name}: {scale.cases:,} cases, {scale.entries:,} catalogue entries, "
        f"{scale.accounts:,} accounts. Data of an earlier run {'is' if ready else 'is not'} there: "
        f"needs about {needed:g} GB of disk ({free:.0f} GB are free) and {minutes:g} minutes.",
        flush=True,
    )
    if free < needed:
        print("There is not enough room on the disk.", file=sys.stderr)
    return free >= needed


def _measured(cluster: banks.Cluster, scale: Scale, large: str, small: str) -> list[Ratio]:
    home = cluster.place.data_dir
    os.environ.update(cluster.environment(large))
    django.setup()
    logging.disable(logging.INFO)  # requests answered in this process, to see their SQL
    from django.db import connections

    from bench.measures import home as learner_home
    from bench.measures import imports, queue, search, sign_in, submission

    log = home / "servers.log"
    log.unlink(missing_ok=True)
    with (
        serving(PRODUCT, cluster.environment(large), log) as product,
        serving(PRODUCT, cluster.environment(small), log) as little,
        serving(BARE, cluster.environment(large), log) as bare,
    ):
        stage = Stage(
            scale=scale,
            cluster=cluster,
            large=product,
            small=little,
            bare=bare,
            people=json.loads((home / "demo.json").read_text("utf-8"))["people"],
            numbers=_numbers(cluster, large),
        )
        ratios: list[Ratio] = []
        try:
            for one in (sign_in, submission, learner_home, search, queue, imports):
                ratios += one.measure(stage)
                print(
                    f"  {one.__name__.rpartition('.')[2]}: {ratios[-1].cpu.median:.2f}", flush=True
                )
        finally:
            connections["default"].close()
            connections["default"].close_pool()  # type: ignore[attr-defined]
    return ratios


def _numbers(cluster: banks.Cluster, database: str) -> list[str]:
    """Cases for the bare view to look up, from all over the table."""
    with cluster.place.connect(database) as root:
        rows: list[tuple[str]] = root.execute(
            "SELECT number FROM bank_case WHERE stage = 'open' AND abs(hashtext(number)) % "
            "greatest(1, (SELECT count(*) / 500 FROM bank_case)) = 0"
        ).fetchall()
    return [number for (number,) in rows]


def _minutes(begun: float) -> float:
    return (time.monotonic() - begun) / 60


if __name__ == "__main__":
    sys.exit(main())
