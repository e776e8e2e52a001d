"""Static files for serving: sources stay one file a thing, browsers get one stylesheet and script.

`css/site.css` lists its parts by `@import url("…") layer(name)`, `js/site.js` by `import "…"`.
Collecting puts the parts in their places; names then carry a digest and may be kept for a year.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT_STYLE = re.compile(
    r'^@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[\w-]+)\);$', re.MULTILINE
)
_IMPORT_MODULE = re.compile(r'^import "(?P<path>[^"]+)";$', re.MULTILINE)
JOINED = {"css/site.css": "style", "js/site.js": "script"}

Paths = dict[str, tuple[Any, str]]


class JoinedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Joins, then names by digest and compresses. What was never collected keeps its plain name."""

    manifest_strict = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file: worked out once, a page asks for the same ones a hundred times."""
        if name not in self.addresses:
            self.addresses[name] = super().url(name, force)
        return self.addresses[name]

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        self.addresses.clear()
        if not dry_run:
            for name in JOINED.keys() & paths.keys():
                paths[name] = (_Joined(paths[name][0]), name)
        yield from super().post_process(paths, dry_run, **options)

    def stored_name(self, name: str) -> str:
        try:
            stored: str = super().stored_name(name)
        except ValueError:
            return name
        return stored


class _Joined:
    """A place to read from, where the one file asked for comes with its parts in it."""

    def __init__(self, source: Storage) -> None:
        self.source = source

    def open(self, name: str, _mode: str = "rb") -> "File[bytes]":
        return ContentFile(join(self.source, name).encode(), name)


def join(source: Storage, name: str) -> str:
    """The text of a joined file."""
    folder = PurePosixPath(name).parent
    if JOINED[name] == "style":
        return _IMPORT_STYLE.sub(lambda part: _style(source, folder, part), _read(source, name))
    return _IMPORT_MODULE.sub(lambda part: _script(source, folder, part), _read(source, name))


def _style(source: Storage, folder: PurePosixPath, part: re.Match[str]) -> str:
    text = _read(source, _resolve(folder, part["path"])).removeprefix('@charset "UTF-8";')
    return f"@layer {part['layer']} {{\n{text.strip()}\n}}"


def _script(source: Storage, folder: PurePosixPath, part: re.Match[str]) -> str:
    # A block keeps each file's own names to itself.
    return f"{{\n{_read(source, _resolve(folder, part['path'])).strip()}\n}}"


def _resolve(folder: PurePosixPath, path: str) -> str:
    steps: list[str] = []
    for step in (folder / path).parts:
        if step == "..":
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def _read(source: Storage, name: str) -> str:
    with source.open(name) as file:
        content: bytes = file.read()
    return content.decode()
