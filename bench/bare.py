"""What a page is held against: Django as `startproject` makes it, with one view of one row.

Same server, same driver, same pool as the product; the row is found by an index.
"""

from typing import ClassVar

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path

from creditbank.config import databases, environment

settings.configure(
    SECRET_KEY="not one",  # noqa: S106 - it signs nothing
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": databases.of(environment.load())["default"]},
    USE_TZ=True,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)
application = get_wsgi_application()


class Case(models.Model):
    """The columns of a case that the view shows."""

    number = models.CharField(max_length=20, primary_key=True)
    stage = models.CharField(max_length=14)

    objects: ClassVar[models.Manager["Case"]] = models.Manager()

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "bank_case"

    def __str__(self) -> str:
        """Its number."""
        return self.number


def one_row(request: HttpRequest) -> HttpResponse:
    """One indexed SELECT, one line of HTML."""
    case = Case.objects.get(number=request.GET["number"])
    return HttpResponse(f"<!doctype html><title>{case.number}</title><p>{case.stage}</p>")


def alive(_request: HttpRequest) -> HttpResponse:
    """It serves."""
    return HttpResponse("alive")


urlpatterns = [path("", one_row), path("healthz", alive)]
