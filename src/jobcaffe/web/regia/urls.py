"""Addresses of *Regia*."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.regia import views, views_cohesion, views_groups, views_journal
from jobcaffe.web.regia import views_periods as periods

app_name = "regia"
urlpatterns = [
    path("", views.home, name="home"),
    path("indicatori/<str:code>/", views.indicator, name="indicator"),
    path("indicatori/<str:code>/righe.csv", views.rows_file, name="rows_file"),
    path("registro/", views_journal.journal, name="journal"),
    path("coesione/", views_cohesion.cohesion, name="cohesion"),
    path("numeri-dei-gruppi/", views_groups.groups, name="groups"),
    path("periodi/", periods.listing, name="periods"),
    path("periodi/<slug:code>/", periods.detail, name="period"),
    path("periodi/<slug:code>/chiudi/", periods.close, name="close"),
    path("periodi/<slug:code>/rapporto/", periods.issue, name="issue"),
]
