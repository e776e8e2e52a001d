"""One answer time for all cases, where the same work for all is not to be had (decision record 9)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting(least: float) -> Iterator[None]:
    """Let a block take at least so many seconds, refused or not."""
    begun = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0.0, least - (time.monotonic() - begun)))
