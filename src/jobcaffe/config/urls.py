"""All addresses, by audience."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
handler404 = "jobcaffe.web.errors.not_found"
handler500 = "jobcaffe.web.errors.server_error"
