"""Probes: does the process live, is it ready, what does it count. They answer before all else."""

from collections.abc import Callable

import structlog
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, generate_latest

from creditbank.bank.files import storage as place

Answer = Callable[[HttpRequest], HttpResponse]

HEARTBEAT_SECONDS = 30

_log = structlog.get_logger("health")
_requests = Counter("creditbank_requests", "Requests answered", ["method", "status"])
_waiting = Gauge("creditbank_jobs", "Jobs by state", ["status"])


def probes(get_response: Answer) -> Answer:
    """Answer the three addresses of the operators; count every other request."""
    own = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path in own:
            return own[request.path](request)
        response = get_response(request)
        _requests.labels(request.method or "", response.status_code).inc()
        return response

    return answer


def healthz(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"alive": True})


def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when database, worker and storage answer; else 503, naming which doesn't."""
    answers = {"database": database(), "worker": worker(), "storage": storage()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


def metrics(_request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT status, count(*) FROM procrastinate_jobs GROUP BY status")
            for status, count in cursor.fetchall():
                _waiting.labels(status).set(count)
    except DatabaseError:
        _log.warning("jobs not counted: the database does not answer")
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def database() -> bool:
    """Does the database answer, with the tables there?"""
    return _answers("SELECT 1 FROM django_migrations LIMIT 1")


def worker() -> bool:
    """Has a worker shown its heartbeat lately?"""
    return _answers(
        "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - %s * interval '1 second'",
        HEARTBEAT_SECONDS,
    )


def storage() -> bool:
    """Can files be kept?"""
    answers = place.storage().answers()
    if not answers:
        _log.warning("storage does not answer")
    return answers


def _answers(query: str, *values: int) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchone() is not None
    except DatabaseError:
        _log.warning("database does not answer")
        return False
