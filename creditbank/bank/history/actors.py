"""Who acts. Kept as id and label, without a foreign key: history outlives accounts."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Anybody who can cause an event; the label holds no personal value of a learner."""

    @property
    def actor_id(self) -> str:
        """A stable id, empty for the system and for strangers."""
        ...

    @property
    def actor_label(self) -> str:
        """What a reader of the history sees."""
        ...


@dataclass(frozen=True)
class Someone:
    """An actor without a row of its own."""

    actor_id: str
    actor_label: str


SYSTEM = Someone("", "system")
VISITOR = Someone("", "visitor")
