"""Study centres that a roster may name: those within reach of who hands it in, with their province."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from creditbank.bank.organisations.models import Capacity, Organisation


@dataclass(frozen=True, slots=True)
class Centre:
    """A study centre and the province in whose numbering its students stand."""

    id: UUID
    province: UUID


def centres(organisation: Organisation) -> dict[str, Centre]:
    """Everything within an organisation by its code; what stands in no province is the root's."""
    below = Organisation.objects.below(organisation)
    provinces = dict(
        Organisation.objects.with_capacity(Capacity.PROVINCE).values_list("path", "pk")
    )
    root = Organisation.objects.get(path=organisation.path.split("/")[0] + "/")
    told = below.values_list("code", "pk", "path")
    return {code: Centre(pk, _province(path, provinces) or root.pk) for code, pk, path in told}


@lru_cache(maxsize=2)
def of_reading(organisation: UUID, _staging: UUID) -> dict[str, Centre]:
    """The same for all batches of one reading."""
    return centres(Organisation.objects.get(pk=organisation))


def _province(path: str, provinces: dict[str, UUID]) -> UUID | None:
    parts = path.split("/")[:-1]
    paths = ("/".join(parts[:n]) + "/" for n in range(len(parts), 0, -1))
    return next((provinces[found] for found in paths if found in provinces), None)
