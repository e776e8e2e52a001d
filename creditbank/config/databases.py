"""Two connections to one database: `default` as the application, `owner` for migrations."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from creditbank.config import embedded
from creditbank.config.environment import Environment


def of(environment: Environment) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for this installation."""
    if environment.database_url:
        application = _from_url(environment.database_url)
        owner = _from_url(environment.database_owner_url or environment.database_url)
    else:
        application = _embedded(environment, embedded.APPLICATION)
        owner = _embedded(environment, embedded.OWNER)
    application["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {"default": application, "owner": owner}


def _embedded(environment: Environment, role: str) -> dict[str, Any]:
    place = embedded.Place(environment.data_dir)
    return _django(
        NAME=embedded.DATABASE,
        USER=role,
        PASSWORD=place.password(role),
        HOST=str(place.socket),
        PORT=str(embedded.PORT),
    )


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return _django(
        NAME=unquote(parts.path.lstrip("/")),
        USER=unquote(parts.username or ""),
        PASSWORD=unquote(parts.password or ""),
        HOST=unquote(options.pop("host", parts.hostname or "")),
        PORT=str(parts.port or options.pop("port", "")),
        OPTIONS=options,
    )


def _django(**given: Any) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {},
        "CONN_HEALTH_CHECKS": True,
        **given,
    }
