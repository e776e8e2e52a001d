"""The databases of the suite: made once, kept under var/bench, copied for every run.

`base` is a demo bank with drafts to hand in; the large and the small bank are copies of it, filled
up in the server. A run works on copies of those and throws them away, so every run finds the same.
A stamp tells what a kept database was made from; it stands in the database's own comment.
"""

import contextlib
import datetime as dt
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

import creditbank
from bench import rows
from bench.scales import Scale
from creditbank.config import embedded

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (*Path(creditbank.__file__).parent.glob("bank/**/migrations/*.py"),)
MADE_BY = (Path(__file__).with_name("making.py"), Path(rows.__file__))


@dataclass(frozen=True)
class Cluster:
    """The embedded server of the suite and what it keeps."""

    place: embedded.Place

    @property
    def pid(self) -> int:
        """The process all others of the server descend from."""
        lock = self.place.home / "data" / "postmaster.pid"
        return int(lock.read_text("utf-8").split()[0])

    def environment(self, database: str, port: int = 8000) -> dict[str, str]:
        """What a process needs to find one of the databases; the keys are the same for all."""
        urls = {
            name: f"postgresql://{role}:{self.place.password(role)}@/{database}?host={self.place.socket}"
            for name, role in (
                ("DATABASE_URL", embedded.APPLICATION),
                ("DATABASE_OWNER_URL", embedded.OWNER),
            )
        }
        own = {"MODE": "demo", "DATA_DIR": str(self.place.data_dir), "PORT": str(port)}
        return {**os.environ, **own, **urls, "DJANGO_SETTINGS_MODULE": "creditbank.config.settings"}

    def stamp(self, database: str) -> str:
        """What a kept database was made from; empty where there is none, or half of one."""
        with self.place.connect() as root:
            found = root.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [database],
            ).fetchone()
        return str(found[0] or "") if found else ""

    def mark(self, database: str, stamp: str) -> None:
        """Note that it is complete."""
        told = sql.SQL("COMMENT ON DATABASE {} IS {}")
        with self.place.connect() as root:
            root.execute(told.format(sql.Identifier(database), sql.Literal(stamp)))

    def drop(self, database: str) -> None:
        """Forget a database, whoever uses it."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with self.place.connect() as root:
            root.execute(statement.format(sql.Identifier(database)))

    def copy(self, database: str, template: str) -> None:
        """A new database like another one."""
        self.drop(database)
        embedded.create(self.place, database, template)

    def size(self) -> int:
        """Bytes of all databases."""
        with self.place.connect() as root:
            found = root.execute("SELECT sum(pg_database_size(oid)) FROM pg_database").fetchone()
        return int(found[0]) if found else 0


@contextlib.contextmanager
def running(home: Path) -> Iterator[Cluster]:
    """The server, for the length of a block."""
    home.mkdir(parents=True, exist_ok=True)
    with embedded.running(home) as place:
        yield Cluster(place)


def kept(scale: Scale) -> dict[str, tuple[int, int]]:
    """The banks of a scale: name of the database, how many cases wait in it, how many students."""
    return {
        f"large_{scale.name}": (scale.cases, scale.enrolments),
        f"small_{scale.name}": (scale.few, scale.enrolments // 10),
    }


def make_ready(cluster: Cluster, scale: Scale) -> bool:
    """Make what is not there or was made from something else; whether anything was to do."""
    base = _base_stamp()
    made = cluster.stamp("base") != base
    if made:
        _make_base(cluster)
        cluster.mark("base", base)
    for database, (waiting, students) in kept(scale).items():
        stamp = _stamp(base, scale, waiting, students)
        if cluster.stamp(database) != stamp:
            made = True
            cluster.copy(database, "base")
            with cluster.place.connect(database) as root:
                rows.fill(root, scale, waiting, students)
            _run("bench.counting", cluster, database)
            cluster.mark(database, stamp)
    return made


def is_ready(cluster: Cluster, scale: Scale) -> bool:
    """Whether everything of this scale is kept from an earlier run."""
    base = _base_stamp()
    return all(
        cluster.stamp(database) == _stamp(base, scale, *counts)
        for database, counts in kept(scale).items()
    )


@contextlib.contextmanager
def copies(cluster: Cluster, scale: Scale) -> Iterator[tuple[str, str]]:
    """Copies of the large and the small bank, for one run."""
    names = []
    try:
        for database in kept(scale):
            cluster.copy(f"run_{database}", database)
            names.append(f"run_{database}")
        with cluster.place.connect() as root:
            root.execute("CHECKPOINT")  # or it would come in the middle of a measure
        yield names[0], names[1]
    finally:
        for name in names:
            cluster.drop(name)


def _stamp(base: str, scale: Scale, waiting: int, students: int) -> str:
    return f"{base} {waiting} {students} {scale.entries} {scale.accounts}"


def _base_stamp() -> str:
    digest = hashlib.sha256()
    for source in sorted((*SOURCES, *MADE_BY)):
        digest.update(source.read_bytes())
    # Deadlines are days from the day of making: after some days all of them would be over.
    year, week, _day = dt.datetime.now(dt.UTC).isocalendar()
    return f"{digest.hexdigest()[:16]} {year}-{week}"


def _make_base(cluster: Cluster) -> None:
    cluster.drop("base")
    embedded.create(cluster.place, "base")
    _run("bench.making", cluster, "base")


def _run(module: str, cluster: Cluster, database: str) -> None:
    command = [sys.executable, "-m", module]
    subprocess.run(command, cwd=ROOT, env=cluster.environment(database), check=True)
