"""The door for the web server."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditbank.config.settings")
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as at the public address, whatever a proxy in front says about the scheme."""
    from django.conf import settings  # noqa: PLC0415  # settings are there only now

    if settings.HTTPS:
        environ["wsgi.url_scheme"] = "https"
    forwarded = environ.pop("HTTP_X_FORWARDED_FOR", "")
    if forwarded and not settings.DEMO and environ.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}:
        # Only the last address was written by our own proxy; the others anybody can invent.
        environ["REMOTE_ADDR"] = forwarded.rsplit(",", 1)[-1].strip()
    return _django(environ, start_response)
