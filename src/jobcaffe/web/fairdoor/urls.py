"""Addresses under ``jobfest/porta/``. What a worker without a network answers stands before the fairs."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.fairdoor import offline, views

app_name = "fairdoor"
FAIR = "<slug:slug>/"
urlpatterns = [
    path("", views.index, name="index"),
    path("guscio/", offline.shell, name="shell"),
    path("porta.js", offline.worker, name="worker"),
    path(FAIR, views.home, name="home"),
    path(FAIR + "segna/", views.press_in, name="press"),
    path(FAIR + "senza-iscrizione/", views.walk_in, name="walk_in"),
    path(FAIR + "annulla/", views.undo, name="undo"),
    path(FAIR + "telefoni/", views.devices, name="devices"),
    path(FAIR + "telefoni/<uuid:device_id>/spegni/", views.turn_off, name="turn_off"),
    path(FAIR + "elenco.pdf", views.paper, name="paper"),
    path(FAIR + "elenco.json", offline.roster, name="roster"),
    path(FAIR + "stato/", offline.contact, name="contact"),
    path(FAIR + "telefono/", offline.register, name="register"),
    path(FAIR + "manda/", offline.drain, name="drain"),
]
