"""Starting a program behind the fence."""

import sys
from dataclasses import dataclass
from pathlib import Path

INSIDE = Path(__file__).with_name("inside.py")
# One thread and one arena: the address space is what a program is limited by.
ENVIRONMENT = {"VIPS_CONCURRENCY": "1", "MALLOC_ARENA_MAX": "1", "LANG": "C.UTF-8"}


@dataclass(frozen=True)
class Limits:
    """What a program may use: address space in bytes, processor seconds, bytes it may write."""

    memory: int
    seconds: int
    output: int


def command(program: Path, limits: Limits) -> list[str]:
    """The command line that runs a program within limits; give it `ENVIRONMENT` and nothing else."""
    told = map(str, (limits.memory, limits.seconds, limits.output))
    return [sys.executable, "-I", str(INSIDE), str(program), *told]
