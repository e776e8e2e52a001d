"""`creditbank doctor`: is this installation fit for production? Each finding with its remedy."""

import json
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from creditbank.cli import setup
from creditbank.config import environment
from creditbank.config.keyring import WrongSetting

FREE_BYTES = 2 * 1024**3
OLDEST_POSTGRESQL = 150000


@dataclass(frozen=True)
class Finding:
    """What is not right, and what to do about it."""

    what: str
    remedy: str


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="for scripts")
def command(*, as_json: bool) -> None:
    """Say what keeps this installation from production; exit status 1 if anything does."""
    findings = list(_examine())
    if as_json:
        click.echo(json.dumps({"fit": not findings, "findings": [*map(asdict, findings)]}))
    else:
        for finding in findings:
            click.echo(f"✗ {finding.what}\n  → {finding.remedy}")
        click.echo(f"{len(findings)} findings" if findings else "✓ Fit for production.")
    sys.exit(bool(findings))


def _examine() -> Iterator[Finding]:
    if (os.environ.get("MODE") or "demo") != "production":
        yield Finding("MODE is demo.", "Set MODE=production.")
        try:
            environment.load(os.environ | {"MODE": "production"})
        except WrongSetting as wrong:
            yield Finding(
                f"In production {wrong}", "Set it as the page on settings says; then ask again."
            )
    try:
        here = environment.load()
    except WrongSetting as wrong:
        yield Finding(str(wrong), "Set it as the page on settings says.")
        return
    yield from _disk(here)
    yield from _keys(here)
    setup.bank()
    yield from _database()


def _disk(here: environment.Environment) -> Iterator[Finding]:
    here.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(here.data_dir).free
    if free < FREE_BYTES:
        yield Finding(f"DATA_DIR has {free // 1024**2} MB left.", "Make room for at least 2 GB.")


def _keys(here: environment.Environment) -> Iterator[Finding]:
    files = (here.data_dir / "keys").glob("*")
    if any(stat.S_IMODE(path.stat().st_mode) & 0o077 for path in files):
        yield Finding("Others can read files of DATA_DIR/keys.", "chmod -R go= DATA_DIR/keys")
    rings = (here.field_keys, here.fingerprint_keys, here.signing_keys)
    used = [key for ring in rings for _, key in ring]
    if len(used) != len(set(used)):
        yield Finding("One key serves two purposes.", "Give each set keys of its own.")


def _database() -> Iterator[Finding]:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0])
            cursor.execute(
                "SELECT rolsuper OR rolcreaterole OR EXISTS (SELECT 1 FROM pg_class c"
                " JOIN pg_roles o ON o.oid = c.relowner WHERE o.rolname = current_user)"
                " FROM pg_roles WHERE rolname = current_user"
            )
            mighty = cursor.fetchone()[0]
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as wrong:
        yield Finding(f"The database does not answer: {wrong}", "Start it; check DATABASE_URL.")
        return
    if version < OLDEST_POSTGRESQL:
        yield Finding("PostgreSQL is older than 15.", "Move to PostgreSQL 15 or later.")
    if mighty:
        yield Finding(
            "The application's role owns tables or is a superuser: it could rewrite the history.",
            "Give DATABASE_URL a role of its own, DATABASE_OWNER_URL the one that owns the tables.",
        )
    if behind:
        yield Finding(f"{len(behind)} migrations are not applied.", "creditbank migrate")
    yield from _living()
    yield from _above_all()


def _above_all() -> Iterator[Finding]:
    from creditbank.bank.organisations.models import Capacity
    from creditbank.bank.reviews import queue

    centre = queue.reviewers().filter(organisation__capacities__contains=[Capacity.NATIONAL])
    if not centre.exists():
        yield Finding(
            "Nobody reviews at the national centre: duplicates of two provinces would wait there.",
            "creditbank staff add --role supervisor --organisation CODE-OF-THE-CENTRE …",
        )


def _living() -> Iterator[Finding]:
    from creditbank.config import health

    if not health.worker():
        yield Finding("No worker shows its heartbeat.", "creditbank serve, or creditbank worker")
    if not health.storage():
        yield Finding("Files can't be stored.", "Check STORAGE_URL and the rights on its folder.")
