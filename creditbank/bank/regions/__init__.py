"""The regions of China: GB/T 2260 codes (province › prefecture › county) with their years.

Pure and in memory: read once from `data/`, no database. A code is never given twice to different
places, but places are renamed and codes retired, so every name has its years. Neighbours:
`identity` asks whether a code ever existed, registration offers the current ones.
"""

from creditbank.bank.regions.codes import HONG_KONG, MACAO, TAIWAN, Region, existed, find
from creditbank.bank.regions.selection import (
    children,
    counties,
    may_be_chosen,
    prefectures,
    provinces,
)

__all__ = [
    "HONG_KONG",
    "MACAO",
    "TAIWAN",
    "Region",
    "children",
    "counties",
    "existed",
    "find",
    "may_be_chosen",
    "prefectures",
    "provinces",
]
