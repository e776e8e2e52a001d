"""Bring the reference data in that a bank starts with: catalogue, holidays, agreement, portal texts."""

import json
from pathlib import Path
from typing import Any

import click

DATA = Path(__file__).parents[2] / "data"
GUIDES = ("activation", "registration", "storage", "conversion")


@click.command()
def command() -> None:
    """Load catalogue, published holidays, agreement, guides and questions; twice is as once.

    What was edited since stays as it was edited.
    """
    done = load()
    click.echo(
        f"Catalogue: {done['entries']} kinds and entries new or changed. "
        f"Holidays: {', '.join(map(str, done['years'])) or 'no new year'}. "
        f"Agreement: version {done['agreement']}. "
        f"Guides and questions: {done['texts']} new."
    )


def load() -> dict[str, Any]:
    """The same as a function, for the demo: what was new."""
    from creditbank.bank.calendar import notices
    from creditbank.bank.catalogue import entries
    from creditbank.bank.history import SYSTEM
    from creditbank.bank.portal import agreements, guides, questions

    return {
        "entries": entries.load(_read("kinds.json"), _read("catalogue.json"), by=SYSTEM),
        "years": notices.load_published(),
        "agreement": agreements.seed().version,
        "texts": guides.seed(map(_guide, GUIDES), by=SYSTEM)
        + questions.seed(_read("questions.json")["questions"], by=SYSTEM),
    }


def _guide(code: str) -> dict[str, str]:
    told = {
        language: (DATA / "guides" / f"{code}.{language}.md").read_text(encoding="utf-8")
        for language in ("zh", "en")
    }
    return {"code": code, **told}


def _read(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return told
