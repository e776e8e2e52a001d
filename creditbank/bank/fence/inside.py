"""Limits its own process, then runs the program it is given. Run by `programs.command`.

It imports nothing of the project; neither does the program.
"""

from __future__ import annotations

import ctypes
import resource
import runpy
import sys

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def fence_in(memory: int, seconds: int, output: int) -> None:
    """Bound memory, time and output; leave the network behind where the kernel lets us."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)


if __name__ == "__main__":
    program, *limits = sys.argv[1:]
    fence_in(*map(int, limits))
    runpy.run_path(program, run_name="__main__")
