"""The base of every bank, made through the product's own verbs: `python -m bench.making`."""

import json
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

PEOPLE = 400
DRAFTS = 400
ENTRY = "NCRE-24"


def main() -> None:
    """Tables, static files, a small demo, drafts."""
    django.setup()
    from creditbank.cli import demo
    from creditbank.config import tables

    for stale in ("demo.json", "demo.begun"):
        (Path(settings.DATA_DIR) / stale).unlink(missing_ok=True)
    tables.migrate()
    call_command("collectstatic", interactive=False, verbosity=0)
    demo.load(PEOPLE)
    with transaction.atomic():
        drafts(DRAFTS)


def drafts(count: int) -> None:
    """Filled-in drafts with a scan of the second learner, which only wait to be handed in."""
    from creditbank.bank.accounts import holders
    from creditbank.bank.catalogue import entries
    from creditbank.bank.outcomes import deposits, evidence
    from creditbank.cli.demo import pictures

    people = json.loads((Path(settings.DATA_DIR) / "demo.json").read_text("utf-8"))["people"]
    second = [one for one in people if one["role"] == "learner"][1]
    user = holders.find_user(second["sign_in"].removeprefix("S"))
    entry = entries.find(ENTRY)
    if user is None or entry is None:
        raise LookupError(ENTRY)
    scan = pictures.certificate("样例", entry.name_zh, ["2019-09"])
    for _number in range(count):
        values = deposits.Values(entry.kind, level=entry.levels[0]["code"] if entry.levels else "")
        outcome = deposits.draft(user.account, values, by=user.account, certificate_type=entry)
        evidence.attach(outcome, scan, by=user.account)


if __name__ == "__main__":
    main()
