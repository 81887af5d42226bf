"""Public pages of the fair: programme, exhibitors."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.fair import offline, views

app_name = "fair"
FAIR = "<slug:slug>/"
urlpatterns = [
    path("", views.index, name="index"),
    path(FAIR, views.fair_page, name="page"),
    path(FAIR + "programma/", views.programme, name="programme"),
    path(FAIR + "espositori/", views.exhibitors, name="exhibitors"),
    path(FAIR + "espositori/<uuid:stand_id>/", views.exhibitor, name="exhibitor"),
    path(FAIR + "stampa/", views.sheet, name="sheet"),
    path(FAIR + "incorpora/", views.embed, name="embed"),
    path(FAIR + "jobfest.ics", views.calendar, name="calendar"),
    path(FAIR + "senza-rete.js", offline.worker, name="worker"),
]
