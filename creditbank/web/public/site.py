"""What every page leans on: language, light or dark, and the pages that say no."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from creditbank.bank.refusals import Refused
from creditbank.web import gates, themes

YEAR = 365 * 24 * 60 * 60


@gates.public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Chinese or English, kept in a cookie."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@gates.public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system says, kept in a cookie."""
    response = _back(request)
    chosen = request.POST.get("theme", "")
    if chosen == "auto":
        response.delete_cookie(themes.COOKIE, samesite="Lax")
    elif chosen in themes.THEMES:
        _keep(response, themes.COOKIE, chosen)
    return response


def conflict(request: HttpRequest, refusal: Refused | None = None, back: str = "") -> HttpResponse:
    """The 409 page: somebody else was quicker, or the moment has passed."""
    return render(request, "409.html", {"refusal": refusal, "back": back}, status=409)


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, **_reason: Any) -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(_request: HttpRequest) -> HttpResponse:
    """Without the request: what broke may be what a whole page needs."""
    with translation.override(translation.get_language() or settings.LANGUAGE_CODE):
        return HttpResponse(render_to_string("500.html"), status=500)


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
    )


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(wanted if safe else "/")
