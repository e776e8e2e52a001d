"""Check digits of document numbers."""

from stdnum.iso7064 import mod_11_2

_WEIGHTS = (7, 3, 1)


def resident_check(first_seventeen: str) -> str:
    """The 18th character by ISO 7064 MOD 11-2 (GB 11643), `X` for ten."""
    check: str = mod_11_2.calc_check_digit(first_seventeen)
    return check


def travel_check(text: str) -> str:
    """The check digit of ICAO 9303: weights 7-3-1, letters from A = 10, modulo 10."""
    total = sum(int(letter, 36) * _WEIGHTS[place % 3] for place, letter in enumerate(text))
    return str(total % 10)
