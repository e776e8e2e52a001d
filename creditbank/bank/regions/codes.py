"""Every code there is or was, its names and years, and the way up to its province."""

import csv
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parents[3] / "data"
HONG_KONG, MACAO, TAIWAN = "810000", "820000", "830000"

# The long table ends with this year: a code still listed then is in force unless the list of
# later changes drops it.
_TABLE_ENDS = 2020
_FOREVER = 9999
# Development zones are counted by statisticians under codes ending 71–79 or 61–69 and never stand
# in an identity number; neither do these entries of their list, which GB/T 2260 does not have.
_STATISTICS_ONLY = frozenset({"460321", "460322", "460323", "620201", "632857"})


@dataclass(frozen=True, slots=True)
class Spell:
    """The years a code bore a name; `last` is None while it still does."""

    name: str
    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Region:
    """One code with all its names, oldest first."""

    code: str
    spells: tuple[Spell, ...]

    @property
    def name(self) -> str:
        """The present name, or the last one of a retired code."""
        return self.spells[-1].name

    @property
    def first_year(self) -> int:
        """The first year known; the table begins in 1980, so 1980 means 'then or before'."""
        return min(spell.first for spell in self.spells)

    @property
    def last_year(self) -> int | None:
        """The last year in force, None for a current code."""
        return self.spells[-1].last

    @property
    def is_current(self) -> bool:
        """Whether the code is in force."""
        return self.last_year is None

    @property
    def is_province(self) -> bool:
        return self.code.endswith("0000")

    @property
    def is_prefecture(self) -> bool:
        return self.code.endswith("00") and not self.is_province

    @property
    def is_county(self) -> bool:
        return not self.code.endswith("00")

    def name_in(self, year: int) -> str | None:
        """What the code was called in a year, None when it was not in force."""
        for spell in self.spells:
            if spell.first <= year <= (spell.last or year):
                return spell.name
        return None

    @property
    def path(self) -> "tuple[Region, ...]":
        """Province, prefecture, county, as far as they are there: the region itself comes last."""
        codes = dict.fromkeys((self.code[:2] + "0000", self.code[:4] + "00", self.code))
        return tuple(region for code in codes if (region := find(code)))

    @property
    def full_name(self) -> str:
        """The names along the path, run together as in an address."""
        return "".join(region.name for region in self.path)


def find(code: str) -> Region | None:
    """The region of a code, current or retired; None when there never was one."""
    return table().get(code)


def existed(code: str, year: int) -> bool:
    """Whether a code was in force in a year."""
    region = find(code)
    return region is not None and region.name_in(year) is not None


@functools.cache
def table() -> Mapping[str, Region]:
    """All regions by code, in the order of codes."""
    spells: dict[str, list[Spell]] = {}
    dropped, added = _later_changes()
    for row in _rows("regions.csv"):
        last = int(row["last_year"])
        still = last == _TABLE_ENDS and row["code"] not in dropped
        spell = Spell(row["name"], int(row["first_year"]), None if still else last)
        spells.setdefault(row["code"], []).append(spell)
    for code, name in added.items():
        spells.setdefault(code, []).append(Spell(name, _TABLE_ENDS + 1, None))
    regions = {
        code: Region(code, tuple(sorted(found, key=_age))) for code, found in sorted(spells.items())
    }
    return MappingProxyType(regions)


def _age(spell: Spell) -> tuple[int, int]:
    # By the end, not the beginning: the source has a few short spells inside a lasting one.
    return (spell.last or _FOREVER, spell.first)


def _later_changes() -> tuple[frozenset[str], dict[str, str]]:
    """The codes that went after the long table's end, and those that came, with their names."""
    rows = list(_rows("regions-2020-2023.csv"))
    came = {row["code"]: row["name"] for row in rows if row["change"].startswith("new")}
    went = frozenset(row["code"] for row in rows) - came.keys()
    return went, {code: name for code, name in came.items() if not _is_statistical(code)}


def _is_statistical(code: str) -> bool:
    return code[4] in "67" or code in _STATISTICS_ONLY


def _rows(filename: str) -> Iterator[dict[str, str]]:
    with (DATA / filename).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
