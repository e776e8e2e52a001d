import base64

import pytest

from creditbank.config import environment
from creditbank.config.keyring import WrongSetting


def ring(*versions):
    return ",".join(f"v{v}:{base64.b64encode(bytes([v]) * 32).decode()}" for v in versions)


@pytest.fixture
def production(tmp_path):
    return {
        "MODE": "production",
        "DATA_DIR": str(tmp_path / "var"),
        "DATABASE_URL": "postgresql://app:secret@db.example/bank",
        "DATABASE_OWNER_URL": "postgresql://owner:secret@db.example/bank",
        "EMAIL_URL": "smtps://post:p%40ss@mail.example",
        "SECRET_KEY": "s" * 40,
        "FIELD_KEYS": ring(2, 1),
        "FINGERPRINT_KEYS": ring(3),
        "SIGNING_KEYS": ring(4),
        "ISSUER_ID": "https://bank.example",
        "PUBLIC_URL": "https://bank.example/",
    }


def test_a_demo_needs_no_setting_and_keeps_the_keys_it_made(tmp_path):
    first = environment.load({"DATA_DIR": str(tmp_path / "数据 var")})
    again = environment.load({"DATA_DIR": str(tmp_path / "数据 var")})
    assert first == again
    assert first.demo
    assert first.public_url == first.issuer_id == "http://127.0.0.1:8000"
    assert len({first.field_keys, first.fingerprint_keys, first.signing_keys}) == 3
    kept = list((first.data_dir / "keys").glob("[A-Z]*"))
    assert len(kept) == 4
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}


def test_production_reads_what_it_is_given_and_makes_nothing(production, tmp_path):
    here = environment.load(production)
    assert here.field_keys == ((2, b"\2" * 32), (1, b"\1" * 32))
    assert here.email == environment.Email(None, "mail.example", 465, "post", "p@ss", tls=True)
    assert here.public_url == "https://bank.example"
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    "name",
    [
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "EMAIL_URL",
        "SECRET_KEY",
        "FIELD_KEYS",
        "FINGERPRINT_KEYS",
        "SIGNING_KEYS",
        "ISSUER_ID",
        "PUBLIC_URL",
    ],
)
def test_production_refuses_by_name_what_is_absent(production, name):
    del production[name]
    with pytest.raises(WrongSetting, match=rf"^{name} is absent") as refused:
        environment.load(production)
    assert refused.value.name == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "staging"),
        ("PORT", "80 80"),
        ("PORT", "0"),
        ("PUBLIC_URL", "http://bank.example"),
        ("PUBLIC_URL", "https://bank.example/path"),
        ("PUBLIC_URL", "bank.example"),
        ("DATABASE_URL", "mysql://app@db.example/bank"),
        ("DATABASE_URL", "postgresql://app@db.example:none/bank"),
        ("DATABASE_URL", "postgresql://app@db.example"),
        ("DATABASE_OWNER_URL", "postgresql://app:other@db.example/bank"),
        ("STORAGE_URL", "ftp://files.example"),
        ("STORAGE_URL", "s3://key:secret@files.example"),
        ("EMAIL_URL", "mail.example:25"),
        ("SECRET_KEY", "short"),
        ("FIELD_KEYS", "v1"),
        ("FIELD_KEYS", "v1:***"),
        ("FIELD_KEYS", "v1:" + base64.b64encode(b"short").decode()),
        ("FIELD_KEYS", ring(1, 2)),
        ("FIELD_KEYS", ring(1, 1)),
        ("SIGNING_KEYS", "file:/there/is/no/such/file"),
    ],
)
def test_a_wrong_setting_is_refused_by_name_in_one_sentence(production, name, value):
    with pytest.raises(WrongSetting) as refused:
        environment.load(production | {name: value})
    sentence = str(refused.value)
    assert sentence.startswith(f"{name} ")
    assert "\n" not in sentence


def test_a_refused_key_does_not_stand_in_the_sentence(production):
    with pytest.raises(WrongSetting) as refused:
        environment.load(production | {"FIELD_KEYS": "v1:c2VjcmV0LXRleHQ="})
    assert "c2VjcmV0" not in str(refused.value)


def test_a_demo_listens_on_the_loopback_address_only():
    with pytest.raises(WrongSetting, match=r"^HOST .* loopback"):
        environment.load({"HOST": "0.0.0.0"})


def test_keys_may_lie_in_a_file(production, tmp_path):
    path = tmp_path / "字段 keys"
    path.write_text(ring(7) + "\n", "utf-8")
    here = environment.load(production | {"FIELD_KEYS": f"file:{path}"})
    assert here.field_keys == ((7, b"\7" * 32),)
