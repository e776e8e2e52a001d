"""Addresses of all counters, each counter's own in its `urls.py`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from creditbank.web import captcha

COUNTERS = ("public", "account", "learner", "reviewer", "organisation", "centre")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"creditbank.web.{counter}.urls"))
    for counter in COUNTERS
    if find_spec(f"creditbank.web.{counter}") and find_spec(f"creditbank.web.{counter}.urls")
]
urlpatterns += captcha.urlpatterns
