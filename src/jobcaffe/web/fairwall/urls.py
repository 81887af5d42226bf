"""Addresses under ``jobfest/muro/``."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.fairwall import reading, views

app_name = "fairwall"
urlpatterns = [
    path("risposta/<str:token>/", views.answer, name="answer"),
    path("<slug:slug>/", views.wall, name="wall"),
    path("<slug:slug>/nuovo/", views.new, name="new"),
    path("<slug:slug>/grazie/", views.thanks, name="thanks"),
    path("<slug:slug>/schermo/", views.screen, name="screen"),
    path("<slug:slug>/schermo/dati/", views.screen_rows, name="screen_rows"),
    path("<slug:slug>/stampa/", views.sheet, name="sheet"),
    path("<slug:slug>/da-leggere/", reading.moderate, name="moderate"),
    path("<slug:slug>/da-leggere/<uuid:pledge_id>/", reading.decide, name="decide"),
    path("<slug:slug>/da-leggere/<uuid:pledge_id>/risposta/", reading.tell, name="tell"),
]
