"""The benchmark suite itself: what it tells and keeps. How fast anything is, is no matter here."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bench.measures import Ratio, ratio
from bench.rounds import Contender, Middle, interleave
from bench.scales import Scale
from bench.servers import cpu_seconds
from creditbank.config import postgres

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    "a sign-in",
    "handing in an outcome",
    "a learner's home",
    "catalogue search at 500 entries",
    "the queue at 400 cases",
    "the queue at 400 cases",
    "progress at 400 enrolments",
    "an import of 1,000 rows",
    "an import of 1,000 rows, again",
    "a workbook of 200 rows",
    "memory of an import of 1,000 rows",
)


def run(folder, scale):
    env = {**os.environ, "SCALE": scale, "BENCH_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "bench"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder():
    home = Path(tempfile.mkdtemp(prefix="creditbank-bench-"))
    home.chmod(0o755)  # the database's user must be able to enter
    yield home
    postgres.remove(postgres.Place(home))
    shutil.rmtree(home, ignore_errors=True)


def test_a_run_says_what_it_needs_first_and_keeps_every_ratio(folder):
    done = run(folder, "tiny")
    assert done.returncode in {0, 1}, done.stderr[-2000:]
    first = done.stdout.splitlines()[0]
    assert "GB of disk" in first
    assert "minutes" in first
    (kept,) = (folder / "results").glob("*.json")
    told = json.loads(kept.read_text("utf-8"))
    assert {"date", "commit", "scale", "machine", "minutes", "ratios"} == set(told)
    assert set(told["machine"]) == {"cores", "memory_gib"}
    assert tuple(one["name"] for one in told["ratios"]) == NAMES
    for one in told["ratios"]:
        assert one["cpu"]["low"] <= one["cpu"]["median"] <= one["cpu"]["high"]
        assert min(one["milliseconds"]) > 0 or one["name"].startswith("memory")
        assert done.stdout.count(one["name"]) >= 1
    missed = [one for one in told["ratios"] if not one["ok"]]
    assert done.stdout.count("MISSED") == len(missed)
    assert done.returncode == bool(missed)
    again = run(folder, "tiny")
    assert again.returncode in {0, 1}, again.stderr[-2000:]
    assert "Data of an earlier run is there" in again.stdout.splitlines()[0]
    assert len(list((folder / "results").glob("*.json"))) == 2


def test_an_unknown_scale_is_refused_by_name(folder):
    done = run(folder, "huge")
    assert done.returncode == 2
    assert "'huge'" in done.stderr


def a_scale(rounds):
    return Scale("test", 1, 1, 1, 1, 1, 1, rounds, 0.0001, 0, 0)


def a_contender(name, turns, each):
    spent = iter(range(1000))
    return Contender(name, lambda: turns.append(name), lambda: next(spent) * each, most=1)


def test_contenders_take_turns():
    turns = []
    one, other = a_contender("a", turns, 1), a_contender("b", turns, 1)
    interleave(a_scale(rounds=3), [one, other])
    assert "".join(turns[-6:]) == "ababab"
    assert len(one.cpu_each) == len(other.cpu_each) == 3


def test_a_ratio_is_the_median_of_rounds_beside_each_other():
    turns = []
    slow, fast = a_contender("slow", turns, 6), a_contender("fast", turns, 2)
    interleave(a_scale(rounds=4), [slow, fast])
    assert ratio(slow, fast, aim=3).cpu == Middle(3, 3, 3)
    assert ratio(slow, fast, aim=3).ok
    assert not ratio(slow, fast, aim=2.9).ok
    assert ratio(slow, fast, aim=0.3, rate=True).cpu.median == pytest.approx(1 / 3)
    assert ratio(slow, fast, aim=0.3, rate=True).ok
    assert not ratio(slow, fast, aim=0.4, rate=True).ok


def test_what_is_kept_says_whether_the_aim_was_reached():
    middle = Middle(2, 1, 3)
    told = Ratio("a", "b", 1.5, rate=False, cpu=middle, wall=middle, milliseconds=(2, 1)).told()
    assert told["ok"] is False
    assert told["cpu"] == {"median": 2, "low": 1, "high": 3}


def test_processor_time_counts_children_that_have_ended():
    spin = "import time\nwhile time.process_time() < 0.3: pass"
    before = cpu_seconds(os.getpid())
    subprocess.run([sys.executable, "-c", spin], check=True)
    assert cpu_seconds(os.getpid()) - before >= 0.25


def test_the_product_does_not_know_the_suite():
    for source in (ROOT / "creditbank").rglob("*.py"):
        text = source.read_text("utf-8")
        assert "from bench" not in text, source
        assert "import bench" not in text, source
