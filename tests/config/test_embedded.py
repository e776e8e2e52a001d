import shutil
import tempfile
import threading
from pathlib import Path

import psycopg
import pytest

from creditbank.config import embedded, postgres


@pytest.fixture(scope="module")
def place():
    """A cluster of its own in a folder with a name that is not plain."""
    home = Path(tempfile.mkdtemp(prefix="creditbank-embedded-"))
    home.chmod(0o755)
    place = embedded.Place(home / "学分 银行's")
    embedded.start(place)
    yield place
    postgres.remove(place)
    shutil.rmtree(home)


def test_it_reads_chinese_so_that_search_finds_it(place):
    with place.connect(embedded.DATABASE) as root:
        root.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        assert root.execute("SELECT '计算机等级考试' % '计算机考试'").fetchone() == (True,)


def test_a_killed_server_starts_again_with_its_data(place):
    with place.connect(embedded.DATABASE, embedded.OWNER) as owner:
        owner.execute("CREATE TABLE kept (what text)")
        owner.execute("INSERT INTO kept VALUES ('data')")
    postgres.kill(place)
    assert embedded.start(place)
    with place.connect(embedded.DATABASE, embedded.OWNER) as owner:
        assert owner.execute("SELECT what FROM kept").fetchone() == ("data",)
        owner.execute("DROP TABLE kept")


def test_who_comes_second_neither_starts_nor_stops_it(place):
    with embedded.running(place.data_dir):
        pass
    assert place.answers()


def test_two_that_start_at_once_start_it_once(place):
    postgres.stop(place)
    started = []
    threads = [
        threading.Thread(target=lambda: started.append(embedded.start(place))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(started) == [False, False, True]


def test_a_foreign_process_id_in_the_lock_file_does_not_stop_it_from_starting(place):
    postgres.stop(place)
    lock = place.home / "data" / "postmaster.pid"
    lock.write_text("1\n", "utf-8")
    if place.runner:
        shutil.chown(lock, place.runner.pw_uid, place.runner.pw_gid)
    assert embedded.start(place)


def test_the_application_owns_nothing_and_may_create_nothing(place):
    with (
        place.connect(embedded.DATABASE, embedded.APPLICATION) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute("CREATE TABLE mine ()")


@pytest.mark.parametrize("role", [embedded.OWNER, embedded.APPLICATION, postgres.SUPERUSER])
def test_no_role_gets_in_with_a_wrong_password(place, role):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(
            host=str(place.socket), dbname=embedded.DATABASE, user=role, password="guess"
        )


def test_it_listens_on_no_network_address(place):
    with place.connect() as root:
        assert root.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_deleted_data_folder_starts_with_an_empty_database():
    home = Path(tempfile.mkdtemp(prefix="creditbank-embedded-"))
    try:
        first = embedded.Place(home / "var").home  # closed to others: mkdtemp makes it 0700
        shutil.rmtree(home / "var")
        again = embedded.Place(home / "var").home
        assert (first == again) == (first.parent == home / "var")
    finally:
        shutil.rmtree(home)
