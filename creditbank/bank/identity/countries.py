"""Countries and areas of GB/T 2659 (ISO 3166-1), as document numbers name them."""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from creditbank.bank.regions.codes import DATA


@dataclass(frozen=True, slots=True)
class Country:
    """Three letters, three digits and the names in both languages."""

    code: str
    number: str
    name: str
    english: str


def country(code: str) -> Country | None:
    """By letters (`CAN`) or by digits (`124`)."""
    return countries().get(code) or _by_number().get(code)


@functools.cache
def countries() -> Mapping[str, Country]:
    """All of them by letters, in alphabetical order."""
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: Country(**row) for row in csv.DictReader(file)})


@functools.cache
def _by_number() -> Mapping[str, Country]:
    return MappingProxyType({found.number: found for found in countries().values()})
