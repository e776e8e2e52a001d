"""Check digits of document numbers."""

from operator import mul

_WEIGHTS = (7, 3, 1)
# 2**17 … 2**1 modulo 11, for the digits from the left.
_POWERS = tuple(2**place % 11 for place in range(17, 0, -1))
_ZEROS = ord("0") * sum(_POWERS)
_CHECKS = "10X98765432"


def resident_check(first_seventeen: str) -> str:
    """The 18th character by ISO 7064 MOD 11-2 (GB 11643), `X` for ten."""
    return _CHECKS[(sum(map(mul, first_seventeen.encode(), _POWERS)) - _ZEROS) % 11]


def travel_check(text: str) -> str:
    """The check digit of ICAO 9303: weights 7-3-1, letters from A = 10, modulo 10."""
    total = sum(int(letter, 36) * _WEIGHTS[place % 3] for place, letter in enumerate(text))
    return str(total % 10)
