"""The table that is printed and the JSON that is kept."""

import datetime as dt
import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.banks import ROOT
from bench.measures import Ratio
from bench.scales import Scale


def table(ratios: Sequence[Ratio]) -> str:
    """One line a ratio: the median, the middle half of the rounds, the aim."""
    lines = [f"{'processor time':>22}  {'aim':>7}         {'(ms)':>8}  what"]
    for one in ratios:
        spread = f"{one.judged.median:.2f} ({one.judged.low:.2f}–{one.judged.high:.2f})"
        aim = f"{'≥' if one.rate else '≤'} {one.aim:g}×"
        verdict = "ok" if one.ok else "MISSED"
        what = f"{one.name} : {one.against}"
        lines.append(
            f"{spread:>22}  {aim:>7}  {verdict:6} {one.milliseconds[0]:8.2f}  {what}"
            + (" (rates)" if one.rate else "")
            + (" (time)" if one.by == "wall" else "")
        )
    return "\n".join(lines)


def keep(home: Path, scale: Scale, ratios: Sequence[Ratio], minutes: float) -> Path:
    """Write the run down; answers where."""
    now = dt.datetime.now(dt.UTC)
    told: dict[str, Any] = {
        "date": now.isoformat(timespec="seconds"),
        "commit": _commit(),
        "scale": asdict(scale),
        "machine": {"cores": os.cpu_count(), "memory_gib": _memory()},
        "minutes": round(minutes, 1),
        "ratios": [one.told() for one in ratios],
    }
    path = home / "results" / f"{now:%Y%m%dT%H%M%SZ}-{scale.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return path


def _commit() -> str:
    """What was measured; with a plus where files had been changed since."""
    told = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    done = subprocess.run(told, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _memory() -> float:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return round(pages / 2**30, 1)
