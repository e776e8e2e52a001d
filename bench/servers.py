"""Real server processes on loopback, and the processor time they use."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.banks import ROOT
from creditbank.cli import serve
from creditbank.config import environment

PRODUCT, BARE = serve.APPLICATION, "bench.bare:application"
PATIENCE = 60
_TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """One that answers: its port and the process all its others descend from."""

    port: int
    pid: int


@contextlib.contextmanager
def serving(application: str, env: dict[str, str], log: Path) -> Iterator[Server]:
    """Serve an application as `creditbank serve` does, until the block ends."""
    port = _free_port()
    here = environment.load({**env, "PORT": str(port)})
    told = [sys.executable, "-m", *serve.web(here, 1, application)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            told, cwd=ROOT, env={**env, "PORT": str(port)}, stdout=output, stderr=output
        )
    try:
        _await(port, process, log)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cpu_seconds(*roots: int) -> float:
    """Processor time that these processes and all they started have used, the ended ones too."""
    return sum(family(*roots).values())


def family(*roots: int) -> dict[int, float]:
    """These processes and all they started, each with the processor time it has used."""
    told, found, ours = dict(_processes()), dict[int, float](), list(roots)
    for pid in ours:
        if pid in told and pid not in found:
            found[pid] = told[pid][1]
            ours += [child for child, (parent, _used) in told.items() if parent == pid]
    return found


def _processes() -> Iterator[tuple[int, tuple[int, float]]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):  # it has just ended
                # The name in brackets may hold spaces; what follows is: state, parent, …
                fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                used = sum(int(field) for field in fields[11:15])  # own and reaped children's
                yield int(folder.name), (int(fields[1]), used * _TICK)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    patience = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < patience:
        address = f"http://127.0.0.1:{port}/healthz"
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError(f"A server did not start; see {log}.")
