"""What who brought a file is told once a job has ended that took longer than people wait for."""

import datetime as dt
from uuid import UUID

from creditbank.bank import clock
from creditbank.bank.imports.models import Run
from creditbank.bank.messages import outbox
from creditbank.bank.users import people

# Up to here people stay on the page.
PATIENCE = dt.timedelta(minutes=1)


def checked(run: Run, *, since: dt.datetime) -> None:
    """A file was checked, or could not be read: somebody is to look at it."""
    _tell("roster_checked", run, since)


def merged(run: Run, *, since: dt.datetime) -> None:
    """A file was brought in."""
    _tell("roster_merged", run, since)


def _tell(letter: str, run: Run, since: dt.datetime) -> None:
    try:
        user = people.find(UUID(run.by_id))
    except ValueError:  # an operator, or the bank itself
        return
    if user is None or clock.now() - since < PATIENCE:
        return
    # Without the name of the file: people name files after people.
    told = {"organisation": run.organisation.name, "path": f"/work/rosters/{run.pk}/"}
    outbox.post(letter, user.addressee, {"name": user.name or "", **told})
