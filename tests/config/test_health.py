import pytest
from django.db import OperationalError, connection

from creditbank.config import health


def test_the_process_says_that_it_lives_without_asking_anybody(client):
    assert client.get("/healthz").json() == {"alive": True}


@pytest.mark.django_db
def test_without_a_worker_the_bank_is_not_ready_and_says_which_part(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "worker": False, "storage": True}


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "ready"), [(5, True), (60, False)])
def test_a_worker_is_there_while_its_heartbeat_is_fresh(client, seconds, ready):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - %s * interval '1 second')",
            [seconds],
        )
    assert client.get("/readyz").json()["worker"] is ready


@pytest.mark.django_db
def test_a_database_that_is_down_is_named(client, monkeypatch):
    def down():
        raise OperationalError

    monkeypatch.setattr(health.connection, "cursor", down)
    assert client.get("/readyz").json() == {"database": False, "worker": False, "storage": True}


@pytest.mark.django_db
def test_storage_that_cannot_be_written_to_is_named(client, settings, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    settings.STORAGE = settings.STORAGE.__class__(folder=blocked)
    assert client.get("/readyz").json()["storage"] is False


@pytest.mark.django_db
def test_metrics_are_readable_by_prometheus(client):
    client.get("/")
    text = client.get("/metrics").content.decode()
    assert 'creditbank_requests_total{method="GET",status="200"}' in text
