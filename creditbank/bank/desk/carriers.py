"""The work behind runs, carried out by jobs, or at once for an operator."""

from uuid import UUID

from creditbank.bank.imports.verdicts import Tick, nobody


def check(run_id: UUID, *, tick: Tick = nobody) -> None:
    """Read and check the file of a run, row by row; nothing where there is nothing to do."""
    raise NotImplementedError


def merge(run_id: UUID, *, tick: Tick = nobody) -> None:
    """Merge a confirmed run in one transaction; nothing where there is nothing to do."""
    raise NotImplementedError
