"""Finding out which kind of roster a file is, where nobody said so."""

from creditbank.bank.desk import rosters
from creditbank.bank.desk.engines import ENGINES
from creditbank.bank.history import SYSTEM, Actor, verb
from creditbank.bank.imports import originals
from creditbank.bank.imports.models import Run
from creditbank.bank.refusals import Refused


@verb
def settle(run: Run, *, by: Actor = SYSTEM) -> None:
    """Take a run for the kind that its columns tell."""
    run.kind = _guessed(run)
    run.save(update_fields=["kind"])


def _guessed(run: Run) -> str:
    """One of those that may be brought; what can't be read is the first: its reading says why."""
    among = run.options.get("kinds") or [*ENGINES]
    try:
        with originals.opened(run) as (source, _file):
            return rosters.guess(source, among)
    except Refused:
        return str(among[0])
