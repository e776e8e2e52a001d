"""Compiled translations: made from the readable catalogues whenever these are newer.

The compiled form is not kept in the repository; whoever starts first makes it.
"""

import contextlib
import os
import tempfile
from pathlib import Path


def compile_stale(folder: Path) -> list[Path]:
    """Compile each catalogue below the folder whose compiled form is missing or older."""
    stale = [path for path in folder.glob("*/LC_MESSAGES/*.po") if _is_stale(path)]
    for path in stale:
        # Where the code may not be written to, whoever installed it has compiled it.
        with contextlib.suppress(PermissionError):
            compile_one(path)
    return stale


def compile_one(source: Path) -> Path:
    """Compile one catalogue; several processes may do so at once."""
    from babel.messages import mofile, pofile  # noqa: PLC0415 - slow, and seldom needed

    with source.open("rb") as file:
        catalogue = pofile.read_po(file)
    handle, half = tempfile.mkstemp(dir=source.parent, suffix=".half")
    with os.fdopen(handle, "wb") as file:
        mofile.write_mo(file, catalogue)
    compiled = source.with_suffix(".mo")
    Path(half).chmod(0o644)
    Path(half).replace(compiled)
    return compiled


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
