"""Writing many organisations at once: new ones, changed ones, and what stands under what from today."""

from collections.abc import Mapping, Sequence

from creditbank.bank import clock
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Organisation, Parentage

_SIZE = 1_000
_WRITTEN = (
    *("path", "name_zh", "name_en", "capacities", "region"),
    *("responsible_name", "responsible_phone", "revision", "changed_at"),
)


@verb
def write(
    new: Sequence[Organisation],
    changed: Sequence[Organisation],
    parents: Mapping[Organisation, Organisation],
    *,
    by: Actor,
) -> None:
    """Write rows that have their place already; `parents` are those of the new and the moved ones.

    Whoever calls it has made sure that nobody else changes the tree meanwhile (`one_at_a_time`).
    """
    for row in changed:
        row.revision, row.changed_at = row.revision + 1, clock.now()
    Organisation.objects.bulk_create(new, batch_size=_SIZE)
    Organisation.objects.bulk_create(
        changed,
        batch_size=_SIZE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_WRITTEN,
    )
    _end(set(parents) - set(new))
    today = clock.today()
    placed = [
        Parentage(organisation=row, parent=at, valid_from=today) for row, at in parents.items()
    ]
    Parentage.objects.bulk_create(placed, batch_size=_SIZE)


def _end(moved: set[Organisation]) -> None:
    """Where somebody stood until today is over; where they came only today they never stood."""
    current = Parentage.objects.filter(organisation__in=moved, valid_to=None)
    current.filter(valid_from=clock.today()).delete()
    current.update(valid_to=clock.today())
