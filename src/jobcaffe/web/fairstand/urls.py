"""An exhibitor's own stand."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.fairstand import views

app_name = "fairstand"
FAIR = "<slug:slug>/"
urlpatterns = [
    path("", views.home, name="home"),
    path(FAIR, views.stand, name="stand"),
    path(FAIR + "chiedi/", views.ask, name="ask"),
    path(FAIR + "che-cosa/", views.edit, name="edit"),
    path(FAIR + "tavoli/", views.tables, name="tables"),
    path(FAIR + "lascia/", views.leave, name="leave"),
]
