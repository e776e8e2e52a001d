"""Study centres that a roster may name: those within reach of who hands it in, with their province."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from creditbank.bank.organisations import trees
from creditbank.bank.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Centre:
    """A study centre and the province in whose numbering its students stand."""

    id: UUID
    province: UUID


def centres(organisation: Organisation) -> dict[str, Centre]:
    """Everything within an organisation by its code; what stands in no province is the root's.

    Under the code of a centre that was merged stands the one that took over.
    """
    provinces, standing = trees.provinces(organisation), trees.standing(organisation)
    return {code: Centre(pk, provinces[pk]) for code, pk in standing.items() if pk in provinces}


@lru_cache(maxsize=2)
def of_reading(organisation: UUID, _staging: UUID) -> dict[str, Centre]:
    """The same for all batches of one reading."""
    return centres(Organisation.objects.get(pk=organisation))
