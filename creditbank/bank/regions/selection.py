"""What a person may choose from: current regions only, as the registration form asks for them."""

import functools

from creditbank.bank.regions.codes import HONG_KONG, MACAO, TAIWAN, Region, find, table

# No provincial school answers for these, so nobody's review can be routed there.
_ELSEWHERE = frozenset({HONG_KONG, MACAO, TAIWAN})


@functools.cache
def provinces() -> tuple[Region, ...]:
    """The current provinces of the mainland."""
    return tuple(
        region
        for region in table().values()
        if region.is_province and region.is_current and region.code not in _ELSEWHERE
    )


def prefectures(province: str) -> tuple[Region, ...]:
    """The current prefectures of a province; none in the four municipalities."""
    return tuple(region for region in _below(province) if region.is_prefecture)


def counties(code: str) -> tuple[Region, ...]:
    """The current counties of a province or of a prefecture (none in 东莞 and its like)."""
    return tuple(region for region in _below(code) if region.is_county)


@functools.cache
def children(code: str) -> tuple[Region, ...]:
    """One step down: a province's prefectures and directly administered counties, or counties."""
    return tuple(region for region in _below(code) if _parent(region) == code)


def may_be_chosen(code: str) -> bool:
    """Whether this is where the choice ends: in force, of the mainland, with nothing below it."""
    region = find(code)
    if region is None or not region.is_current or region.path[0] not in provinces():
        return False
    return not children(code)


def _parent(region: Region) -> str:
    return region.path[-2].code


@functools.cache
def _below(code: str) -> tuple[Region, ...]:
    parent = find(code)
    if parent is None or parent.is_county:
        return ()
    prefix = code[:2] if parent.is_province else code[:4]
    return tuple(
        region
        for region in table().values()
        if region.is_current and region.code.startswith(prefix) and region.code != code
    )
