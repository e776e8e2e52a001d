"""The settings that the environment holds: read once, typed, refused by name when wrong.

Everything that may be set stands on this page and in `docs/settings.md`; nothing else in the code reads
the environment. In demo mode what is absent is made or assumed; production assumes nothing.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from creditbank.config import keyring
from creditbank.config.keyring import Keys, WrongSetting

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
Networks = tuple[IPv4Network | IPv6Network, ...]


@dataclass(frozen=True)
class Storage:
    """Where uploads lie: a folder, or a bucket of an S3 service."""

    folder: Path | None
    url: str = ""


@dataclass(frozen=True)
class Email:
    """How messages leave: kept as files in a folder, or handed to an SMTP server."""

    folder: Path | None
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False


@dataclass(frozen=True)
class Environment:
    """One installation, as its environment describes it."""

    mode: str
    data_dir: Path
    host: str
    port: int
    public_url: str
    proxies: Networks
    issuer_id: str
    database_url: str | None
    database_owner_url: str | None
    storage: Storage
    email: Email
    secret_key: str
    field_keys: Keys
    fingerprint_keys: Keys
    signing_keys: Keys

    @property
    def demo(self) -> bool:
        return self.mode == "demo"


def load(env: Mapping[str, str] = os.environ) -> Environment:
    """Read the environment; the first wrong setting raises `WrongSetting`."""
    mode = env.get("MODE") or "demo"
    if mode not in {"demo", "production"}:
        raise WrongSetting("MODE", f"is {mode!r}; it must be demo or production.")
    demo = mode == "demo"
    data_dir = _data_dir(env)
    host, port = _listen(env, demo=demo)
    public_url = _public_url(env, host, port, demo=demo)
    database_url, owner_url = _databases(env, demo=demo)
    storage, email = _storage(env, data_dir), _email(env, data_dir, demo=demo)
    issuer_id = env.get("ISSUER_ID") or _assumed("ISSUER_ID", public_url, demo=demo)
    rings = {name: keyring.keys(env.get(name), name, data_dir, make=demo) for name in keyring.RINGS}
    return Environment(
        mode=mode,
        data_dir=data_dir,
        host=host,
        port=port,
        public_url=public_url,
        proxies=_proxies(env, demo=demo),
        issuer_id=issuer_id,
        database_url=database_url,
        database_owner_url=owner_url,
        storage=storage,
        email=email,
        secret_key=keyring.secret(env.get("SECRET_KEY"), data_dir, make=demo),
        field_keys=rings["FIELD_KEYS"],
        fingerprint_keys=rings["FINGERPRINT_KEYS"],
        signing_keys=rings["SIGNING_KEYS"],
    )


def _assumed(name: str, value: str, *, demo: bool) -> str:
    if not demo:
        raise WrongSetting(name, "is absent; production needs it.")
    return value


def _data_dir(env: Mapping[str, str]) -> Path:
    path = Path(env.get("DATA_DIR") or "var").expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise WrongSetting("DATA_DIR", "names a file; it must be a folder.")
    return path


def _listen(env: Mapping[str, str], *, demo: bool) -> tuple[str, int]:
    host = env.get("HOST") or "127.0.0.1"
    if demo and host not in LOOPBACK:
        raise WrongSetting("HOST", "is not a loopback address; a demo listens on loopback only.")
    text = env.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise WrongSetting("PORT", f"is {text!r}; it must be a number from 1 to 65535.")
    return host, int(text)


def _public_url(env: Mapping[str, str], host: str, port: int, *, demo: bool) -> str:
    shown = f"[{host}]" if ":" in host else host
    url = env.get("PUBLIC_URL") or _assumed("PUBLIC_URL", f"http://{shown}:{port}", demo=demo)
    parts = _split("PUBLIC_URL", url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongSetting("PUBLIC_URL", "must look like https://bank.example.")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise WrongSetting("PUBLIC_URL", "must be an address without path, query or user.")
    if not demo and parts.scheme != "https":
        raise WrongSetting("PUBLIC_URL", "starts with http; production needs https.")
    return url.rstrip("/")


def _proxies(env: Mapping[str, str], *, demo: bool) -> Networks:
    """Whose word about the client's address counts; a demo is asked directly."""
    named = env.get("PROXIES") or ("" if demo else "127.0.0.1,::1")
    try:
        return tuple(ip_network(one.strip()) for one in named.split(",") if one.strip())
    except ValueError as wrong:
        raise WrongSetting(
            "PROXIES", f"must be addresses or networks, by commas: {wrong}."
        ) from None


def _databases(env: Mapping[str, str], *, demo: bool) -> tuple[str | None, str | None]:
    url, owner = env.get("DATABASE_URL") or None, env.get("DATABASE_OWNER_URL") or None
    if url is None and not demo:
        raise WrongSetting("DATABASE_URL", "is absent; production needs a PostgreSQL server.")
    if owner is None and not demo:
        raise WrongSetting(
            "DATABASE_OWNER_URL",
            "is absent; production needs a second role that owns the tables.",
        )
    if owner and not url:
        raise WrongSetting("DATABASE_OWNER_URL", "is set, but DATABASE_URL is not.")
    for name, value in (("DATABASE_URL", url), ("DATABASE_OWNER_URL", owner)):
        if value is not None:
            _check_database(name, value)
    if not demo and urlsplit(url or "").username == urlsplit(owner or "").username:
        raise WrongSetting(
            "DATABASE_OWNER_URL",
            "names the same role as DATABASE_URL; the application must not own the tables.",
        )
    return url, owner


def _check_database(name: str, url: str) -> None:
    parts = _split(name, url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting(name, "must start with postgresql://; no other database will do.")
    if not parts.path.strip("/"):
        raise WrongSetting(name, "names no database: postgresql://user:password@host/database.")


def _storage(env: Mapping[str, str], data_dir: Path) -> Storage:
    url = env.get("STORAGE_URL") or ""
    if not url:
        return Storage(folder=data_dir / "files")
    parts = _split("STORAGE_URL", url)
    if parts.scheme == "file" and parts.path.startswith("/"):
        return Storage(folder=Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.hostname and parts.path.strip("/"):
        if not find_spec("storages"):
            raise WrongSetting("STORAGE_URL", "names a bucket: pip install 'django-storages[s3]'.")
        return Storage(folder=None, url=url)
    raise WrongSetting("STORAGE_URL", "must be file:///folder or s3://key:secret@host/bucket.")


def _email(env: Mapping[str, str], data_dir: Path, *, demo: bool) -> Email:
    url = env.get("EMAIL_URL") or ""
    if not url:
        _assumed("EMAIL_URL", url, demo=demo)
        return Email(folder=data_dir / "mail")
    parts = _split("EMAIL_URL", url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise WrongSetting("EMAIL_URL", "must look like smtp://user:password@host:port.")
    tls = parts.scheme == "smtps"
    return Email(
        folder=None,
        host=parts.hostname,
        port=parts.port or (465 if tls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
    )


def _split(name: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # parsed only when asked for
    except ValueError as wrong:
        raise WrongSetting(name, f"is no address: {wrong}.") from None
    return parts
