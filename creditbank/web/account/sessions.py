"""How long somebody stays signed in: two hours without a page, twelve in all."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from creditbank.bank import clock

Answer = Callable[[HttpRequest], HttpResponse]

IDLE_SECONDS, LONGEST_SECONDS = 2 * 60 * 60, 12 * 60 * 60
# How exactly the last page is remembered: not every page need write the session.
_STEP_SECONDS = 5 * 60
_SINCE, _SEEN = "since", "seen"


def begin(request: HttpRequest) -> None:
    """Note when somebody signed in."""
    request.session[_SINCE] = request.session[_SEEN] = clock.now().timestamp()


def watch(get_response: Answer) -> Answer:
    """Middleware: a session that has ended is forgotten before a view sees it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if _SINCE in request.session:
            _look(request, clock.now().timestamp())
        return get_response(request)

    return answer


def _look(request: Any, now: float) -> None:
    idle = now - request.session[_SEEN]
    if idle > IDLE_SECONDS or now - request.session[_SINCE] > LONGEST_SECONDS:
        request.session.flush()
        request.user = AnonymousUser()
    elif idle > _STEP_SECONDS:
        request.session[_SEEN] = now
