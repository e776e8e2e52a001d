"""What every answer tells the browser, and what no request may be."""

from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

Answer = Callable[[HttpRequest], HttpResponse]

_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
POLICY = "; ".join(f"{what} {source}" for what, source in _SOURCES.items())
METHODS = ("GET", "HEAD", "POST")
# Ten files of ten megabytes and the words around them; what is longer is not read at all.
LONGEST_BODY = 110 * 1024 * 1024
# A roster of a province: sealed piece by piece while it arrives, once the gate has been passed.
LONGER_BODIES = {"/work/rosters/new/": 800 * 1024 * 1024}
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def headers(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        if "text/html" in response.headers.get("Content-Type", ""):
            # Pages hold personal values: no shared computer keeps one after signing out.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def bounds(get_response: Answer) -> Answer:
    """Turn away what no page of ours makes a browser send, before anything reads it.

    A NUL can stand in no text of the database; in an address, a query or a cookie it is an attack.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and int(length[:20]) > LONGER_BODIES.get(request.path, LONGEST_BODY):
            raise RequestDataTooBig("body")
        values = [*request.COOKIES.values(), *(v for _name, vs in request.GET.lists() for v in vs)]
        if "\0" in request.path or any("\0" in value for value in values):
            raise BadRequest("NUL")
        return get_response(request)

    return answer
