"""One answer time for all cases: what was found must not be told by how long it took."""

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponseBase

# Seconds; well above what the longest case needs, so that every answer takes as long as any other.
REGISTRATION = 0.5


def steady(
    name: str,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let a view's answers to a POST take at least the time named; a constant of this module."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def paced(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            with lasting(name):
                return view(request, *args, **kwargs)

        return paced

    return decorate


@contextmanager
def lasting(name: str) -> Iterator[None]:
    """Let a block take at least the time named, refused or not."""
    begun = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0.0, globals()[name] - (time.monotonic() - begun)))
