"""One import, or the floor beneath it, in a process of its own: `python -m bench.importing WHAT FILE PID`.

Says in JSON how long it took, the processor time of all that had a part in it (PID is the database
server) and the most memory that its processes had at once.
"""

import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from bench import rosters
from bench.floors import bare_read, floor
from bench.servers import cpu_seconds, family

EVERY_SECONDS = 0.2


def product(path: Path) -> None:
    """From the file to merged rows, the dry run included."""
    from creditbank.bank.desk import carriers
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.organisations.models import Organisation

    organisation = Organisation.objects.get(code=rosters.ORGANISATION)
    run = carriers.bring_in(path, organisation=organisation, by=SYSTEM)
    if run.stage != run.Stage.MERGED:
        raise RuntimeError(run.counts)


WHAT: dict[str, Callable[[Path], None]] = {"product": product, "floor": floor, "bare": bare_read}


def main() -> None:
    """Do it and tell."""
    what, path, server = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    django.setup()
    pids = (server, os.getpid())
    with _peak() as peak:
        cpu, begun = cpu_seconds(*pids), time.perf_counter()
        WHAT[what](path)
        wall = time.perf_counter() - begun
        used = cpu_seconds(*pids) - cpu
    print(json.dumps({"wall": wall, "cpu": used, "megabytes": peak[0]}))


@contextmanager
def _peak() -> Iterator[list[float]]:
    """The most memory of this process and all it started, looked at now and then."""
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(EVERY_SECONDS):
            peak[0] = max(peak[0], sum(map(_megabytes, family(os.getpid()))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _megabytes(pid: int) -> float:
    """What a process has; of what it shares with others its part."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    except OSError:  # it has just ended
        return 0
    found = re.search(r"^Pss:\s+(\d+)", told, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0


if __name__ == "__main__":
    main()
