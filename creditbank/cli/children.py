"""Processes that `serve` keeps alive: started, started again when they fall, stopped with it."""

import ctypes
import os
import signal
import subprocess
import sys
import time

import click

from creditbank.cli.setup import Stopped

FALLS, WITHIN_SECONDS = 5, 60
STOP_SECONDS = 15
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_libc = ctypes.CDLL(None)


class Child:
    """One process: a Python module with its arguments."""

    def __init__(self, name: str, module: list[str]) -> None:
        self.name = name
        self.command = [sys.executable, "-m", *module]
        self.process: subprocess.Popen[bytes] | None = None
        self.falls: list[float] = []

    def start(self) -> None:
        """In a session of its own: Ctrl-C reaches us, and we stop it in order."""
        parent = os.getpid()

        def die_with_parent() -> None:
            _libc.prctl(_DIE_WITH_PARENT, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

        self.process = subprocess.Popen(
            self.command,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509  # the parent runs no other thread here
        )

    def look_after(self) -> None:
        """Start it again if it fell; give up when it keeps falling."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        self.falls = [fall for fall in self.falls if fall > now - WITHIN_SECONDS] + [now]
        if len(self.falls) > FALLS:
            raise Stopped(f"The {self.name} process keeps falling; everything was stopped.")
        time.sleep(len(self.falls) - 1)
        click.echo(
            f"The {self.name} process ended with status {self.process.returncode}; starting it again.",
            err=True,
        )
        self.start()

    def ask_to_end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end(self) -> None:
        """Wait until it has ended, and end it when it doesn't."""
        if self.process is None:
            return
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
