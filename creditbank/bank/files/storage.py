"""Where sealed renditions lie: a folder under `DATA_DIR`, or an S3 bucket by `STORAGE_URL`.

`s3://KEY:SECRET@host:port/bucket?region=…&tls=no`; key and secret percent-encoded.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.storage import Storage as DjangoStorage


class Storage:
    """Bytes under names, whichever place keeps them."""

    def __init__(self, place: DjangoStorage) -> None:
        """Work on one of Django's storages."""
        self.place = place

    def save(self, name: str, content: bytes) -> None:
        """Keep bytes under a name that was never used before."""
        kept = self.place.save(name, ContentFile(content))
        if kept != name:
            self.place.delete(kept)
            raise FileExistsError(name)

    def read(self, name: str) -> bytes:
        """Give the bytes back; raises `FileNotFoundError`."""
        with self.place.open(name, "rb") as file:
            content: bytes = file.read()
        return content

    def delete(self, name: str) -> None:
        """Remove; what is not there is no error, so that a job may run twice."""
        self.place.delete(name)

    def answers(self) -> bool:
        """Whether the place can be asked at all (`/readyz`)."""
        try:
            self.place.exists("answers")
        except Exception:  # noqa: BLE001 - whatever goes wrong, the answer is no
            return False
        return not isinstance(self.place, FileSystemStorage) or _writable(self.place)

    def names(self) -> Iterator[str]:
        """Everything that lies here, folder by folder."""
        for first in self._folders(""):
            for second in self._folders(first + "/"):
                for name in self.place.listdir(f"{second}/")[1]:
                    yield f"{second}/{name}"

    def age(self, name: str, now: dt.datetime) -> dt.timedelta:
        """How long ago a name was written."""
        return now - self.place.get_modified_time(name)

    def _folders(self, under: str) -> list[str]:
        try:
            return sorted(under + name for name in self.place.listdir(under)[0])
        except FileNotFoundError:
            return []


def storage() -> Storage:
    """The storage that the settings name."""
    place = settings.STORAGE
    return _made(place.folder, place.url)


@lru_cache(maxsize=8)
def _made(folder: Path | None, url: str) -> Storage:
    if folder is None:
        return Storage(_bucket(url))
    return Storage(
        FileSystemStorage(
            location=folder, file_permissions_mode=0o600, directory_permissions_mode=0o700
        )
    )


def _writable(place: FileSystemStorage) -> bool:
    folder = Path(place.location)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / "answers"
        probe.write_bytes(b"")
        probe.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def s3_options(url: str) -> dict[str, Any]:
    """Read `STORAGE_URL` into the options of django-storages."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    scheme = "http" if query.get("tls") == "no" else "https"
    port = f":{parts.port}" if parts.port else ""
    return {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "endpoint_url": f"{scheme}://{parts.hostname}{port}",
        "bucket_name": parts.path.strip("/"),
        "region_name": query.get("region", "us-east-1"),
        "addressing_style": "path",
        "signature_version": "s3v4",
        "file_overwrite": True,
        "default_acl": None,
    }


def _bucket(url: str) -> DjangoStorage:
    # Imported here: installations that keep files in a folder need neither library.
    from storages.backends.s3 import (  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415
        S3Storage,
    )

    bucket: DjangoStorage = S3Storage(**s3_options(url))
    return bucket
