"""A database of its own for every run: migrated once, copied for every process of the run.

Tests work as the application's role, so what they may not do the bank may not do either; the owner's
connection is there under the alias `owner`.
"""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase, override_settings
from django.utils import translation

from creditbank.bank import memory
from creditbank.config import embedded, postgres

_HOME = "CREDITBANK_TEST_HOME"
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")
_TEMPLATE = "migrated"


def _begin() -> bool:
    """Point the settings at folders and databases of this run's own; True in its first process."""
    mine = _HOME not in os.environ
    if mine:
        home = Path(tempfile.mkdtemp(prefix="creditbank-tests-"))
        home.chmod(0o755)  # the database's user must be able to enter
        os.environ[_HOME] = str(home)
    home = Path(os.environ[_HOME])
    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    for name in ("EMAIL_URL", "STORAGE_URL", "PUBLIC_URL", "ISSUER_ID", "PORT", "HOST"):
        os.environ.pop(name, None)
    place = embedded.Place(home / "cluster")
    os.environ |= {
        "MODE": "demo",
        "DATA_DIR": str(home / worker),
        "DATABASE_URL": _url(place, embedded.APPLICATION, f"test_{worker}"),
        "DATABASE_OWNER_URL": _url(place, embedded.OWNER, f"test_{worker}"),
        "DJANGO_SETTINGS_MODULE": "creditbank.config.settings",
        # Playwright keeps an event loop on the main thread; Django would see an async context.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    (home / worker / "static").mkdir(parents=True, exist_ok=True)
    return mine


def _url(place: embedded.Place, role: str, database: str) -> str:
    return f"postgresql://{role}:{place.password(role)}@/{database}?host={place.socket}"


_MINE = _begin()
django.setup()  # before any test module is read
pytest_plugins = ["tests.cast", "tests.browser"]
_CLUSTER = embedded.Place(Path(os.environ[_HOME]) / "cluster")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    """Processes of this run read the settings when they know their own folder, not this one's."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_unconfigure(config):
    if _MINE:
        postgres.remove(_CLUSTER)
        shutil.rmtree(os.environ.pop(_HOME), ignore_errors=True)


@pytest.fixture(scope="session")
def cluster(django_db_blocker):
    """The database server of this run; the first process that asks starts it and migrates."""
    from creditbank.config import tables

    with (_CLUSTER.data_dir / "tests.lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        embedded.start(_CLUSTER, *_FAST)
        with _CLUSTER.connect() as root:
            known = root.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_TEMPLATE])
            if not known.fetchone():
                root.execute("DROP DATABASE IF EXISTS migrating WITH (FORCE)")
                embedded.create(_CLUSTER, "migrating")
                _use("migrating")
                tables.migrate()
                connections.close_all()
                root.execute(f"ALTER DATABASE migrating RENAME TO {_TEMPLATE}")
    return _CLUSTER


@pytest.fixture(scope="session")
def django_db_setup(cluster, worker_id, django_db_blocker):
    """This process's copy of the migrated database."""
    with django_db_blocker.unblock():
        _fresh(cluster, _name(worker_id))


@pytest.fixture(autouse=True)
def _untouched(request):
    """What a test committed, filed or made a process remember is gone before the next one."""
    yield
    memory.forget()
    translation.activate(
        settings.LANGUAGE_CODE
    )  # a page that was asked for in English leaves it on
    for folder in ("files", "mail", "history"):
        shutil.rmtree(Path(os.environ["DATA_DIR"]) / folder, ignore_errors=True)
    marker = request.node.get_closest_marker("django_db")
    committed = marker is not None and marker.kwargs.get("transaction")
    if committed or "transactional_db" in request.fixturenames:
        with request.getfixturevalue("django_db_blocker").unblock():
            _fresh(request.getfixturevalue("cluster"), _name(request.getfixturevalue("worker_id")))


@pytest.fixture(autouse=True, scope="session")
def _plain_django():
    """No tables are emptied after a test (`_untouched` makes a new copy), no static file is hashed."""
    TransactionTestCase._fixture_teardown = lambda self: None  # noqa: ARG005
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


def _fresh(place, name):
    connections.close_all()
    with place.connect() as root:
        root.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    embedded.create(place, name, _TEMPLATE)
    _use(name)


def _use(name):
    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = name
        connections[alias].settings_dict["OPTIONS"].pop("pool", None)


def _name(worker_id):
    return f"test_{worker_id}"
