"""The bank's embedded database: starts it, makes its two roles and its database."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from psycopg import sql

from creditbank.config import postgres
from creditbank.config.postgres import PORT, DatabaseDown, Place

__all__ = ["APPLICATION", "DATABASE", "OWNER", "PORT", "DatabaseDown", "Place", "create", "running"]

DATABASE = "creditbank"
OWNER, APPLICATION = "creditbank_owner", "creditbank"


@contextlib.contextmanager
def running(data_dir: Path, *options: str) -> Iterator[Place]:
    """The database for the length of a block; whoever started it stops it."""
    place = Place(data_dir)
    started = start(place, *options)
    try:
        yield place
    finally:
        if started:
            postgres.stop(place)


def start(place: Place, *options: str) -> bool:
    """Start it unless it answers already; True when this call started it."""
    place.data_dir.mkdir(parents=True, exist_ok=True)
    with (place.data_dir / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands may want it at once
        if place.answers():
            return False
        postgres.start(place, options)
        _provide(place)
        return True


def create(place: Place, database: str, template: str = "template0") -> None:
    """A database that belongs to the owner and that the application may enter."""
    names = [sql.Identifier(name) for name in (database, OWNER, template, APPLICATION)]
    with place.connect() as root:
        for statement in (
            "CREATE DATABASE {0} OWNER {1} TEMPLATE {2}",
            "REVOKE ALL ON DATABASE {0} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {0} TO {3}",
        ):
            root.execute(sql.SQL(statement).format(*names))


def _provide(place: Place) -> None:
    """Roles and database; running it again changes nothing."""
    with place.connect() as root:
        for role in (OWNER, APPLICATION):
            known = root.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            statement = sql.SQL(
                "ALTER ROLE {0} LOGIN PASSWORD {1}"
                if known
                else "CREATE ROLE {0} LOGIN PASSWORD {1}"
            )
            root.execute(statement.format(sql.Identifier(role), sql.Literal(place.password(role))))
        made = root.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
    if not made:
        create(place, DATABASE)
