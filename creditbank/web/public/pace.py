"""One answer time for all cases: what was found must not be told by how long it took."""

import functools
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

# Seconds; well above what the longest case needs, so that every answer takes as long as any other.
SEARCH, ACTIVATION = 0.35, 0.8


def steady(
    name: str,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let a view's answers to a POST take at least the time named; a constant of this module."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def paced(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            begun = time.monotonic()
            response = view(request, *args, **kwargs)
            if request.method == "POST":
                least = globals()[name]
                time.sleep(max(0.0, least - (time.monotonic() - begun)))
            return response

        return paced

    return decorate
