"""`creditbank roster check` in a process of its own, with the memory that it took."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
# The high-water mark of the process itself: what is inherited from who started it does not count.
_PROGRAM = """
import re, resource, sys
from creditbank.cli.main import creditbank
try:
    creditbank(["roster", "check", "--json", sys.argv[1]])
except SystemExit:
    pass
mine = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
print("peaks", mine, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""


def check(path, answer):
    """Peak memory in KiB of the command and of the largest program it started."""
    with answer.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(path)],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [int(peak) for peak in re.findall(r"\d+", done.stderr.splitlines()[-1])]
