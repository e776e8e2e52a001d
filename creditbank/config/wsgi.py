"""The door for the web server."""

import os
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

from django.core.wsgi import get_wsgi_application

from creditbank.config.environment import Networks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditbank.config.settings")
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as at the public address, whatever a proxy in front says about the scheme."""
    from django.conf import settings  # noqa: PLC0415  # settings are there only now

    if settings.HTTPS:
        environ["wsgi.url_scheme"] = "https"
    forwarded = environ.pop("HTTP_X_FORWARDED_FOR", "")
    if forwarded and _is_within(environ.get("REMOTE_ADDR", ""), settings.PROXIES):
        # Only the last address was written by our own proxy; the others anybody can invent.
        environ["REMOTE_ADDR"] = forwarded.rsplit(",", 1)[-1].strip()
    return _django(environ, start_response)


def _is_within(address: str, networks: Networks) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in networks)
