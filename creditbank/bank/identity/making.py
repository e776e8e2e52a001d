"""Numbers made by us: for the demo, for tests, for showing what an old number would be today."""

import datetime as dt

from creditbank.bank.identity.checksums import resident_check

# This city's code exists since 2021: whoever was born before never got a number with it.
NEVER_ISSUED = "659011"


def generate(
    region: str = NEVER_ISSUED, born: dt.date = dt.date(1990, 1, 1), sequence: int = 0
) -> str:
    """A number with a right check digit; with the default region and an early birth never issued.

    `sequence` is 0 to 999, odd for men; 0 is never issued anywhere.
    """
    body = f"{region}{born:%Y%m%d}{sequence:03d}"
    return body + resident_check(body)


def upgraded(fifteen: str) -> str:
    """What a withdrawn 15-digit number would be with 18: to be shown and confirmed, never taken."""
    body = f"{fifteen[:6]}19{fifteen[6:]}"
    return body + resident_check(body)
