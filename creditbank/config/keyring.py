"""Keys outside the database: read from the environment or a file, made once for a demo.

A set of keys reads `v2:base64,v1:base64`, the current one first, each of 32 bytes;
`file:PATH` names a file that holds the same.
"""

import base64
import binascii
import fcntl
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

RINGS = ("FIELD_KEYS", "FINGERPRINT_KEYS", "SIGNING_KEYS")
KEY_BYTES = 32

# (version, key), the current one first
Keys = tuple[tuple[int, bytes], ...]


class WrongSetting(Exception):  # noqa: N818  # it is said to a person: 'wrong setting'
    """A setting that the bank refuses to start with; its text is one sentence that names it."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name} {sentence}")
        self.name = name


def keys(value: str | None, name: str, data_dir: Path, *, make: bool) -> Keys:
    """The keys that `value` describes; without one, those under `data_dir`, made if `make`."""
    if value:
        return _parse(name, _text(name, value))
    if not make:
        raise WrongSetting(name, "is absent; production needs keys of its own.")
    return _parse(name, _kept(data_dir, name, _fresh_ring))


def secret(value: str | None, data_dir: Path, *, make: bool) -> str:
    """Django's SECRET_KEY, by the same rules."""
    if value:
        text = _text("SECRET_KEY", value)
        if len(text) < 32:
            raise WrongSetting("SECRET_KEY", "is too short; it needs at least 32 characters.")
        return text
    if not make:
        raise WrongSetting("SECRET_KEY", "is absent; production needs one of its own.")
    return _kept(data_dir, "SECRET_KEY", _fresh_password)


def password(data_dir: Path, name: str) -> str:
    """A password of the embedded database, made at the first call."""
    return _kept(data_dir, name, _fresh_password)


def _fresh_ring() -> str:
    return "v1:" + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _fresh_password() -> str:
    return secrets.token_urlsafe(48)


def _text(name: str, value: str) -> str:
    if not value.startswith("file:"):
        return value.strip()
    try:
        return Path(value.removeprefix("file:")).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise WrongSetting(name, "names a file that can't be read.") from None


def _parse(name: str, text: str) -> Keys:
    ring = tuple(_one(name, part.strip()) for part in text.split(","))
    versions = [version for version, _ in ring]
    if versions != sorted(set(versions), reverse=True):
        raise WrongSetting(name, "must name each version once, the newest first.")
    return ring


def _one(name: str, part: str) -> tuple[int, bytes]:
    version, _, encoded = part.partition(":")
    # A sealed value names its version in one byte.
    if not re.fullmatch(r"v[1-9][0-9]{0,2}", version) or int(version[1:]) > 255:
        raise WrongSetting(name, "must read v2:base64,v1:base64, with versions up to v255.")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise WrongSetting(name, f"holds {version}, which is not base64.") from None
    if len(key) != KEY_BYTES:
        raise WrongSetting(name, f"holds {version}, which is not {KEY_BYTES} bytes long.")
    return int(version[1:]), key


def _kept(data_dir: Path, name: str, fresh: Callable[[], str]) -> str:
    folder = data_dir / "keys"
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # web, worker and commands may start together
            if not path.exists():
                _write(path, fresh())
    return path.read_text("utf-8").strip()


def _write(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
