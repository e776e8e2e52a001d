"""Logs: one line an event, without personal values, without the values inside an address."""

import logging.config
import re
import sys
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

# Document numbers, telephone numbers and e-mail addresses, wherever they stand in a sentence.
_PERSONAL = re.compile(r"(?<!\d)\d{11,17}[\dXx]?(?!\d)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_log = structlog.get_logger("access")


def configure() -> None:
    """Send everything, Django's own lines too, through one chain to standard error."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    terminal = sys.stderr.isatty()
    chain = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        *([] if terminal else [structlog.processors.format_exc_info]),
        scrub,
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": chain,
        "foreign_pre_chain": shared,
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"events": formatter},
            "filters": {"routes": {"()": Routes}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
            "root": {"handlers": ["stderr"], "level": "INFO"},
            "loggers": {
                "django.request": {"level": "ERROR", "filters": ["routes"]},
                "django.security": {"level": "WARNING"},
                "procrastinate": {"level": "WARNING"},
            },
        }
    )


def scrub(_logger: Any, _method: str, event: Any) -> Any:
    """Blank what looks like a personal value, in every field."""
    for name, value in event.items():
        if isinstance(value, str) and name != "timestamp":
            event[name] = _PERSONAL.sub("***", value)
    return event


class Routes(logging.Filter):
    """Django names the address that failed; the pattern of the address says enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if not isinstance(request, HttpRequest):
            return True
        what = record.getMessage().partition(":")[0]
        record.msg, record.args = "%s: %s", (what, route(request))
        return request.path != "/readyz"  # which names by itself what does not answer


def route(request: HttpRequest) -> str:
    """The pattern that an address matched: addresses hold tokens and ids, patterns none."""
    return f"/{request.resolver_match.route}" if request.resolver_match else "(none)"


def access(get_response: Answer) -> Answer:
    """One line a request: never its query, never the values in its path."""

    def answer(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        _log.info(
            "request",
            method=request.method,
            route=route(request),
            status=response.status_code,
            ms=round((time.perf_counter() - began) * 1000),
        )
        return response

    return answer
