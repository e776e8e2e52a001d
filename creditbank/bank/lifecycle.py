"""Stages and the moves between them: tables of data, moved by compare-and-set.

A room's `stages.py` holds its `Moves`. `move` changes a row only if it still stands where the
verb may start, so of two people who act at once one wins and the other is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank.refusals import Refused


@dataclass(frozen=True)
class Moves:
    """For each verb the stages it may start from and the one it leads to."""

    table: Mapping[str, tuple[Iterable[str], str]]

    def sources(self, verb: str) -> frozenset[str]:
        """Stages from which the verb is allowed."""
        return frozenset(str(stage) for stage in self.table[verb][0])

    def target(self, verb: str) -> str:
        """Stage to which the verb leads."""
        return str(self.table[verb][1])

    def allows(self, stage: str, verb: str) -> bool:
        """Whether the verb may be used in this stage."""
        return stage in self.sources(verb)


class Staged(Protocol):
    """A row that stands in a stage."""

    pk: Any
    stage: Any
    moves: ClassVar[Moves]


def move(row: Any, verb: str, **changes: Any) -> None:
    """Move a row by a verb and write further columns in the same statement.

    Raises `Refused("moved_on")` when the row no longer stands where the verb may start. Sealed
    columns must be assigned on the row and named with the value `...`.
    """
    moves: Moves = type(row).moves
    target = moves.target(verb)
    values = {name: _stored(row, name, value) for name, value in changes.items()}
    manager: models.Manager[Any] = type(row)._base_manager  # noqa: SLF001 - not a filtered one
    changed = manager.filter(pk=row.pk, stage__in=moves.sources(verb)).update(
        stage=target, **values
    )
    if not changed:
        raise _moved_on()
    row.stage = target
    for name, value in changes.items():
        if value is not ...:
            setattr(row, name, value)


def move_all(rows: Sequence[Any], verb: str, **changes: Any) -> None:
    """Move rows of one table by a verb in one statement: all of them, else `moved_on` and none.

    `changes` are the same for all, and nothing that is sealed. Within a transaction of the caller's.
    """
    if not rows:
        return
    model = type(rows[0])
    moves: Moves = model.moves
    manager: models.Manager[Any] = model._base_manager  # noqa: SLF001 - not a filtered one
    found = manager.filter(pk__in=[row.pk for row in rows], stage__in=moves.sources(verb))
    if found.update(stage=moves.target(verb), **changes) != len(rows):
        raise _moved_on()
    for row in rows:
        row.stage = moves.target(verb)
        for name, value in changes.items():
            setattr(row, name, value)


def _moved_on() -> Refused:
    return Refused("moved_on", _("这一项刚才已经有了变化，请刷新页面查看最新状态。"))


def _stored(row: Any, name: str, value: Any) -> Any:
    return row.__dict__[name] if value is ... else value
