"""Addresses of background work."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("lavori/<uuid:pk>/", views.progress, name="progress"),
    path("lavori/<uuid:pk>/ferma/", views.cancel, name="cancel"),
    path("lavori/<uuid:pk>/riprova/", views.retry, name="retry"),
    path("sistema/lavori/", views.jobs, name="list"),
]
