import json
import urllib.error
import urllib.request

import psycopg
import pytest

from creditbank.config import embedded


def read(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_the_bank_lives_and_is_ready_in_every_part(bank):
    assert read(f"{bank.url}/healthz") == (200, '{"alive": true}')
    status, answer = read(f"{bank.url}/readyz")
    assert status == 200
    assert json.loads(answer) == {"database": True, "worker": True, "storage": True}


def test_metrics_count_requests_and_jobs(bank):
    read(f"{bank.url}/")
    _, text = read(f"{bank.url}/metrics")
    assert 'creditbank_requests_total{method="GET"' in text
    assert "creditbank_jobs{" in text


def test_its_database_lets_nobody_in_without_a_password(bank):
    place = embedded.Place(bank.data_dir)
    with pytest.raises(psycopg.OperationalError, match=r"no password supplied|authentication"):
        psycopg.connect(host=str(place.socket), dbname=embedded.DATABASE, user=embedded.APPLICATION)


def test_keys_are_closed_to_others(bank):
    modes = {path.name: path.stat().st_mode & 0o777 for path in (bank.data_dir / "keys").iterdir()}
    assert {"FIELD_KEYS", "FINGERPRINT_KEYS", "SIGNING_KEYS", "SECRET_KEY"} <= set(modes)
    assert not {name: mode for name, mode in modes.items() if mode & 0o077 and name != ".lock"}
