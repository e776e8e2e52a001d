"""Bring the reference data in that a bank starts with: catalogue, holidays, agreement."""

import json
from pathlib import Path
from typing import Any

import click

DATA = Path(__file__).parents[2] / "data"


@click.command()
def command() -> None:
    """Load kinds, certificate catalogue, published holidays and the agreement; twice is as once."""
    done = load()
    click.echo(
        f"Catalogue: {done['entries']} kinds and entries new or changed. "
        f"Holidays: {', '.join(map(str, done['years'])) or 'no new year'}. "
        f"Agreement: version {done['agreement']}."
    )


def load() -> dict[str, Any]:
    """The same as a function, for the demo: what was new."""
    from creditbank.bank.calendar import notices
    from creditbank.bank.catalogue import entries
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.portal import agreements

    return {
        "entries": entries.load(_read("kinds.json"), _read("catalogue.json"), by=SYSTEM),
        "years": notices.load_published(),
        "agreement": agreements.seed().version,
    }


def _read(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return told
