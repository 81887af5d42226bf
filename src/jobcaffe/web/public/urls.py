"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from jobcaffe.web.public import pages, seats, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("porte/<slug:slug>/", views.door, name="door"),
    path("appuntamenti/", views.appointments, name="appointments"),
    path("appuntamenti/<uuid:pk>/", views.appointment, name="appointment"),
    path("appuntamenti/<uuid:pk>/calendario.ics", views.event_file, name="event_file"),
    path("appuntamenti/<uuid:pk>/ci-vengo/", seats.sign_up, name="sign_up"),
    path("posto/", seats.find_seat, name="find_seat"),
    path("posto/<str:code>/", seats.seat, name="seat"),
    path("calendario/<str:token>.ics", views.feed, name="feed"),
    path("dove-siamo/", pages.where, name="where"),
    path("il-progetto/", pages.project, name="project"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibilita/", pages.accessibility, name="accessibility"),
    path("segnala/", pages.report_problem, name="report_problem"),
    path("segnala/grazie/", pages.reported, name="reported"),
    path("robots.txt", pages.robots, name="robots"),
    path(".well-known/security.txt", pages.security, name="security"),
]
