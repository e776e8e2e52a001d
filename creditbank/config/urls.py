"""The root of all addresses. Probes (/healthz, /readyz, /metrics) answer before it, see `health`."""

from django.urls import include, path

urlpatterns = [path("", include("creditbank.web.urls"))]

handler400 = "creditbank.web.public.site.bad_request"
handler403 = "creditbank.web.public.site.forbidden"
handler404 = "creditbank.web.public.site.not_found"
handler500 = "creditbank.web.public.site.broken"
