"""Addresses of *Quadro*."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.figures import files, views

app_name = "figures"
urlpatterns = [
    path("", views.home, name="home"),
    path("comune/", views.municipality, name="municipality"),
    path("finanziatore/", views.funder, name="funder"),
    path("rapporti/<uuid:pk>/", files.report, name="report"),
]
